//! Asking the server for suggestions. The browser reads the JSON: that costs no code of ours.

use js_sys::{Array, Reflect, encode_uri_component};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Response, window};

#[derive(Clone, PartialEq)]
pub struct Suggested {
    pub kind: String,
    pub label: String,
    pub path: String,
}

/// Nothing where the network or the server fails: suggestions are a comfort.
pub async fn look_up(words: &str, lang: &str) -> Vec<Suggested> {
    fetch(words, lang).await.unwrap_or_default()
}

async fn fetch(words: &str, lang: &str) -> Result<Vec<Suggested>, JsValue> {
    let words = String::from(encode_uri_component(words));
    let address = ["/api/v1/suggest?q=", &words, "&lang=", lang].concat();
    let window = window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str(&address)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let list: Array = JsFuture::from(response.json()?).await?.dyn_into()?;
    let text = |item: &JsValue, name: &str| Reflect::get(item, &name.into()).ok()?.as_string();
    let one = |item: JsValue| {
        Some(Suggested { kind: text(&item, "kind")?, label: text(&item, "label")?, path: text(&item, "path")? })
    };
    Ok(list.iter().filter_map(one).collect())
}
