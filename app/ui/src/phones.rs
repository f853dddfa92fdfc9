use crate::{Icon, Said, locale};
use i18n::Label;
use leptos::prelude::*;
use model::{PhoneKind, pages::Phone};

/// Numbers, each with what it is for; a fax number is no link.
#[component]
pub fn PhoneList(phones: Vec<Phone>) -> impl IntoView {
    let reader = locale();
    (!phones.is_empty()).then(|| {
        view! {
            <ul class="lines">
                {phones
                    .into_iter()
                    .map(|phone| {
                        let number = view! { <bdi dir="ltr">{phone.number}</bdi> };
                        view! {
                            <li>
                                <Icon name="phone" />
                                <span>
                                    {(phone.kind != PhoneKind::Voice)
                                        .then(|| format!("{}: ", phone.kind.label(reader)))}
                                    {match link(phone.kind, &phone.dial) {
                                        Some(href) => view! { <a href=href>{number}</a> }.into_any(),
                                        None => number.into_any(),
                                    }}
                                    {phone.description.map(|text| view! { " · " <Said text=text /> })}
                                </span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        }
    })
}

fn link(kind: PhoneKind, dial: &str) -> Option<String> {
    match kind {
        PhoneKind::Voice | PhoneKind::Textphone if !dial.is_empty() => Some(format!("tel:{dial}")),
        PhoneKind::Text if !dial.is_empty() => Some(format!("sms:{dial}")),
        PhoneKind::WhatsApp if dial.starts_with('+') => Some(format!("https://wa.me/{}", dial.trim_start_matches('+'))),
        _ => None,
    }
}

pub(crate) fn specimen() -> AnyView {
    let phone = |number: &str, kind| Phone {
        number: number.to_owned(),
        dial: format!("+{}", number.replace([' ', '+'], "")),
        kind,
        description: None,
    };
    let phones = [
        ("+351 266 000 000", PhoneKind::Voice),
        ("+351 266 000 001", PhoneKind::WhatsApp),
        ("+351 266 000 002", PhoneKind::Fax),
    ];
    view! { <PhoneList phones=phones.map(|(number, kind)| phone(number, kind)).to_vec() /> }.into_any()
}
