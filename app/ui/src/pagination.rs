use crate::{Icon, locale};
use i18n::{number, say};
use leptos::prelude::*;

/// `page` from 0; `address` gives the path of a page.
#[component]
pub fn Pagination(page: u32, pages: u32, address: Box<dyn Fn(u32) -> String>) -> impl IntoView {
    let reader = locale();
    let step = |target: u32, rel: &'static str, label: &'static str, icon: &'static str| {
        view! {
            <li>
                <a href=address(target) rel=rel>
                    <Icon name=icon />
                    <span>{label}</span>
                </a>
            </li>
        }
    };
    (pages > 1).then(|| {
        let near = (0..pages).filter(|each| *each == 0 || *each + 1 == pages || each.abs_diff(page) <= 2);
        view! {
            <nav class="pages" aria-label=say!(reader, results.pages)>
                <ul>
                    {(page > 0).then(|| step(page.min(pages) - 1, "prev", say!(reader, results.previous), "back"))}
                    {near
                        .map(|each| {
                            let text = number(reader, u64::from(each) + 1);
                            let label = say!(reader, results.page, number = text.clone());
                            let here = (each == page).then_some("page");
                            view! {
                                <li>
                                    <a href=address(each) aria-label=label aria-current=here>{text}</a>
                                </li>
                            }
                        })
                        .collect_view()}
                    {(page + 1 < pages).then(|| step(page + 1, "next", say!(reader, results.next), "arrow"))}
                </ul>
            </nav>
        }
    })
}

pub(crate) fn specimen() -> AnyView {
    let address = Box::new(|page: u32| format!("?page={page}"));
    view! { <Pagination page=2 pages=9 address=address /> }.into_any()
}
