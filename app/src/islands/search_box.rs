//! The search field with suggestions: a combobox as ARIA 1.2 describes it. The list is reached by arrow keys while the
//! focus stays in the field; how many there are is said politely.

use super::look_up::{Suggested, look_up};
use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle},
    prelude::*,
    task::spawn_local,
};
use std::time::Duration;

/// How long typing must rest before the server is asked.
const REST: Duration = Duration::from_millis(120);
const SHORTEST: usize = 1;

#[derive(Clone, Copy)]
struct State {
    suggested: RwSignal<Vec<Suggested>>,
    active: RwSignal<Option<usize>>,
    /// What is said to screen readers.
    message: RwSignal<String>,
    /// What stands in the field.
    wanted: StoredValue<String>,
    /// A request is under way: never more than one.
    busy: StoredValue<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

/// `words`: the texts, one a line: name of the list, words before the count, words for none, then the names of the kinds need,
/// service, organisation, place.
#[island]
pub fn SearchBox(value: String, lang: String, words: String) -> impl IntoView {
    let ready = RwSignal::new(false);
    let state = State {
        suggested: RwSignal::new(Vec::new()),
        active: RwSignal::new(None),
        message: RwSignal::new(String::new()),
        wanted: StoredValue::new(String::new()),
        busy: StoredValue::new(false),
        timer: StoredValue::new(None),
    };
    // Until the browser runs this, the field is a plain one and says so.
    Effect::new(move |_| ready.set(true));
    let words: Vec<String> = words.split('\n').map(str::to_owned).collect();
    let word = move |index: usize| words.get(index).cloned().unwrap_or_default();
    let (list_name, found, none) = (word(0), word(1), word(2));
    let kinds = [("need", word(3)), ("service", word(4)), ("organisation", word(5)), ("place", word(6))];
    let input = move |typed: String| {
        let (lang, found, none) = (lang.clone(), found.clone(), none.clone());
        state.wanted.set_value(typed);
        if let Some(timer) = state.timer.get_value() {
            timer.clear();
        }
        let ask = move || spawn_local(ask(state, lang, found, none));
        state.timer.set_value(set_timeout_with_handle(ask, REST).ok());
    };
    let open = move || !state.suggested.with(Vec::is_empty);
    let when_ready = move |value: &'static str| ready.get().then_some(value);
    view! {
        <div class="combobox">
            <input
                id="q"
                name="q"
                type="search"
                maxlength="256"
                autocomplete="off"
                enterkeyhint="search"
                value=value
                aria-describedby="q-hint"
                role=move || when_ready("combobox")
                aria-autocomplete=move || when_ready("list")
                aria-controls=move || when_ready("q-list")
                aria-expanded=move || when_ready(if open() { "true" } else { "false" })
                aria-activedescendant=move || state.active.get().map(option_id)
                on:input=move |event| input(event_target_value(&event))
                on:keydown=move |event| state.key(&event)
                on:blur=move |_| state.close()
            />
            <ul id="q-list" role="listbox" aria-label=list_name hidden=move || !open()>
                {move || {
                    let kinds = kinds.clone();
                    state
                        .suggested
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(move |(index, one)| {
                            let kind = kinds.iter().find(|(kind, _)| *kind == one.kind).map(|(_, name)| name.clone());
                            let selected = move || if state.active.get() == Some(index) { "true" } else { "false" };
                            view! {
                                <li
                                    id=option_id(index)
                                    role="option"
                                    aria-selected=selected
                                    on:mousedown=|event: MouseEvent| event.prevent_default()
                                    on:click=move |_| go(&one.path)
                                >
                                    <span>{one.label}</span>
                                    <small>{kind}</small>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <span class="quiet" role="status">{move || state.message.get()}</span>
        </div>
    }
}

fn option_id(index: usize) -> String {
    let mut id = String::from("q-");
    id.push(char::from(b'0' + (index % 10) as u8));
    id
}

fn go(path: &str) {
    // A broken address can only come from our own server; staying is all there is to do.
    let _ = window().location().assign(path);
}

impl State {
    fn close(self) {
        self.wanted.set_value(String::new());
        self.active.set(None);
        self.suggested.set(Vec::new());
        self.message.set(String::new());
    }

    fn key(self, event: &KeyboardEvent) {
        let count = self.suggested.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        let active = self.active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => self.active.set(Some(active.map_or(0, |index| (index + 1) % count))),
            "ArrowUp" => self.active.set(Some(active.map_or(count - 1, |index| (index + count - 1) % count))),
            "Escape" => self.close(),
            "Enter" => match active {
                Some(index) => {
                    self.suggested.with_untracked(|all| all.get(index).map(|one| go(&one.path))).unwrap_or(())
                }
                None => return,
            },
            _ => return,
        }
        event.prevent_default();
    }
}

/// Asks until the answer is for what stands in the field now.
async fn ask(state: State, lang: String, found: String, none: String) {
    if state.busy.get_value() {
        return;
    }
    state.busy.set_value(true);
    let mut asked = String::new();
    while state.wanted.get_value() != asked {
        asked = state.wanted.get_value();
        let short = asked.trim().chars().nth(SHORTEST - 1).is_none();
        let suggested = if short { Vec::new() } else { look_up(asked.trim(), &lang).await };
        if state.wanted.get_value() != asked {
            continue;
        }
        state.message.set(match suggested.len() {
            _ if short => String::new(),
            0 => none.clone(),
            count => [found.as_str(), " ", option_id(count).trim_start_matches("q-")].concat(),
        });
        state.active.set(None);
        state.suggested.set(suggested);
    }
    state.busy.set_value(false);
}
