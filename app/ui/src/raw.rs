//! The one place where HTML is written past leptos' escaping, each for a reason.

use leptos::{html, prelude::*};

/// The stylesheet inside the page, byte for byte: its hash stands in the content security policy.
/// The text comes from our own build and holds no `</style`.
pub fn style(css: &str) -> AnyView {
    html::style().inner_html(css.replace("</", "<\\/")).into_any()
}

/// The page's title. Browsers take all inside `<title>` as text, also the marks that leptos sets for hydration.
pub fn title(text: &str) -> AnyView {
    html::title().inner_html(html_escape::encode_text(text).into_owned()).into_any()
}

/// Structured data. `<` is written as a JSON escape, so that no value can end the element.
pub fn json_ld(json: &str) -> AnyView {
    html::script().r#type("application/ld+json").inner_html(json.replace('<', "\\u003c")).into_any()
}

/// The only textarea. Leptos writes the children of `<textarea>` as they are and skips them in the browser, so the
/// value is escaped here; the line break in front is the one that HTML parsers drop.
#[component]
pub fn TextArea(
    id: String,
    name: String,
    #[prop(optional, into)] value: String,
    #[prop(default = 5)] rows: u32,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] maxlength: Option<u32>,
    #[prop(optional, into)] described_by: Option<String>,
    #[prop(optional)] invalid: bool,
) -> impl IntoView {
    let text = format!("\n{}", html_escape::encode_text(&value));
    view! {
        <textarea
            id=id
            name=name
            rows=rows
            required=required
            maxlength=maxlength
            aria-describedby=described_by
            aria-invalid=invalid.then_some("true")
            inner_html=text
        ></textarea>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn area(value: &str) -> String {
        view! { <TextArea id="m".to_owned() name="m".to_owned() value=value.to_owned() /> }.to_html()
    }

    #[test]
    fn a_textarea_cannot_be_closed_by_its_value() {
        let html = area("</textarea><script>alert(1)</script>");
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert!(html.contains("&lt;/textarea&gt;"), "{html}");
    }

    #[test]
    fn a_leading_line_break_of_a_textarea_is_kept() {
        // An HTML parser drops one line break after the opening tag: two must be there.
        assert!(area("\nhello").contains(">\n\nhello</textarea>"));
    }

    #[test]
    fn structured_data_cannot_end_its_element() {
        let html = json_ld(r#"{"name":"</script><script>x"}"#).to_html();
        assert_eq!(html.matches("script").count(), 4, "{html}");
        assert!(!html.contains("</script><script>"), "{html}");
    }
}
