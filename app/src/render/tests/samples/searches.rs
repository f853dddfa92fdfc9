//! Searches and saved lists.

use super::*;

pub fn search_page(locale: Locale, query: &str) -> SearchPage {
    let count = |value: &str, label: &str, selected| FacetCount {
        value: value.into(),
        label: label.into(),
        count: 7,
        selected,
    };
    SearchPage {
        query: SearchQuery::parse(query),
        answer: SearchAnswer {
            total: 57,
            items: found(locale, 6),
            facets: Facets {
                kind: vec![count("service", "Service", true), count("opportunity", "Opportunity", false)],
                need: vec![count("hot-meals", "Hot meals", false)],
                audience: vec![count("families", "Families", false)],
                territory: vec![count("PTC4", "Alentejo", false)],
                cost: vec![count("free", "free", false)],
                format: vec![count("remote", "remote", true)],
                language: vec![count("ar", "ar", false)],
            },
            did_you_mean: Some("food bank".into()),
            complete: Some(2),
            meant: vec![Meant { kind: "need".into(), value: "food".into(), label: "Food".into() }],
            place: Some(MeantPlace { label: "Évora".into(), territories: vec!["bussola:pt-evora".into()] }),
            opening: Some(Opening { open: 12, closed: 40, unknown: 5 }),
            limits: vec![
                Limit::QueryBytes.into(),
                Limited { left_out: vec!["blanket".into(), "kettle".into()], ..Limit::Words.into() },
            ],
            ..SearchAnswer::default()
        },
        from: None,
        places: vec![PlaceChoice { value: "bussola:pt-evora".into(), label: "Évora".into(), selected: false }],
        chips: vec![link("Service", &format!("/{locale}/search?q=food"))],
        needs: need_tree(locale),
    }
}

pub fn nothing_page(locale: Locale) -> SearchPage {
    SearchPage {
        query: SearchQuery::parse("q=zzzz&cost=free&around=bussola:pt-evora&radius=7000&open=now&literal=1"),
        answer: SearchAnswer {
            instead: Some(Instead {
                less: vec![
                    Less {
                        without: "cost".into(),
                        label: "free".into(),
                        total: 3,
                        path: format!("/{locale}/search?q=zzzz"),
                    },
                    Less {
                        without: "q".into(),
                        label: "zzzz".into(),
                        total: 9,
                        path: format!("/{locale}/search?cost=free"),
                    },
                ],
                nearest: found(locale, 1),
                call: vec![Callable {
                    name: in_portuguese("Mesa Aberta"),
                    path: format!("/{locale}/organisations/0190/mesa-aberta"),
                    phone: phone(),
                }],
            }),
            ..SearchAnswer::default()
        },
        from: None,
        places: vec![PlaceChoice { value: "bussola:pt-evora".into(), label: "Évora".into(), selected: true }],
        chips: Vec::new(),
        needs: need_tree(locale),
    }
}

pub fn saved_list(length: u128) -> String {
    let ids: Vec<String> = (1..=length).map(|number| uuid::Uuid::from_u128(number).to_string()).collect();
    ids.join(",")
}

pub fn saved_ids() -> crate::pages::saved::Asked {
    crate::pages::saved::Asked::parse(&format!("ids={}&removed={}", saved_list(2), uuid::Uuid::from_u128(9)))
}

pub fn saved_page(locale: Locale) -> SavedPage {
    let items = found(locale, 2).into_iter().zip(saved_ids().ids).map(|(item, id)| FoundItem { id, ..item });
    SavedPage { items: items.collect(), gone: 1 }
}
