//! What search engines read of a need and of its cards: schema.org, only what the page itself says.

use crate::visit::Visit;
use model::pages::{CountryCard, NeedCard, NeedPage};
use serde_json::{Value, json};

pub fn need(need: &NeedPage, visit: &Visit) -> Option<String> {
    let services = need.answer.items.iter().enumerate().map(|(at, item)| {
        json!({
            "@type": "ListItem", "position": at + 1,
            "name": item.title, "url": format!("{}{}", visit.origin, item.path),
        })
    });
    let mut page = page(&need.label, &format!("needs/{}", need.slug), visit);
    page["@type"] = json!("CollectionPage");
    page["mainEntity"] = json!({ "@type": "ItemList", "itemListElement": services.collect::<Vec<_>>() });
    if let Some(about) = &need.about {
        page["description"] = json!(about.value);
    }
    serde_json::to_string(&page).ok()
}

pub fn card(need: &NeedCard, card: &CountryCard, path: &str, visit: &Visit) -> Option<String> {
    let mut page = page(&need.label, path, visit);
    page["@type"] = json!("WebPage");
    page["inLanguage"] = json!(card.gives.locale.as_str());
    page["dateModified"] = json!(card.written_on);
    page["spatialCoverage"] = json!({ "@type": "Country", "name": card.country_name });
    page["isPartOf"] =
        json!({ "@type": "WebPage", "url": format!("{}/{}/needs/{}", visit.origin, visit.locale, need.slug) });
    page["description"] = json!(card.exists.value);
    serde_json::to_string(&page).ok()
}

fn page(name: &str, path: &str, visit: &Visit) -> Value {
    json!({
        "@context": "https://schema.org",
        "name": name,
        "url": format!("{}/{}/{path}", visit.origin, visit.locale),
        "inLanguage": visit.locale.as_str(),
    })
}
