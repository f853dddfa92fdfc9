//! Plain text from what may be HTML.

/// A name or title: one line, single spaces.
pub fn line(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text with line breaks: HTML tags taken out, entities read, control characters dropped, at most one blank
/// line in a row.
pub fn plain(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    if looks_like_html(&text) {
        text = strip(&text);
    }
    if text.contains('&') && text.contains(';') {
        text = html_escape::decode_html_entities(&text).into_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.split('\n') {
        let line: String = line
            .chars()
            .map(|c| if c == '\t' || c == '\u{a0}' { ' ' } else { c })
            .filter(|c| !c.is_control() && *c != '\u{feff}' && *c != '\u{ad}')
            .collect();
        let line = line.trim();
        blank = if line.is_empty() { blank + 1 } else { 0 };
        if blank < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.trim().to_owned()
}

fn looks_like_html(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| tag(&text[at..]).is_some())
}

/// Name and length of the tag a text starts with; `a < b` starts with none.
fn tag(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix('<')?;
    if let Some(rest) = inner.strip_prefix("!--") {
        return Some(("!", rest.find("-->").map_or(text.len(), |end| end + 7)));
    }
    let name = inner.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let known =
        name.get(..end).filter(|name| !name.is_empty() && TAGS.contains(&name.to_ascii_lowercase().as_str()))?;
    let length = text.find('>')? + 1;
    (length < 4_096).then_some((known, length))
}

const TAGS: [&str; 49] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "script",
    "section",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "td",
    "tr",
    "u",
    "ul",
];

fn strip(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some((name, length)) = tag(rest) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        let (name, closing) = (name.to_ascii_lowercase(), rest.starts_with("</"));
        rest = &rest[length..];
        match name.as_str() {
            "script" | "style" | "head" if !closing => {
                let end = rest.to_ascii_lowercase().find(&format!("</{name}"));
                rest = end.map_or("", |end| &rest[end..]);
            }
            "li" if !closing => out.push_str("\n- "),
            "br" | "tr" | "hr" => out.push('\n'),
            "td" => out.push(' '),
            "p" | "div" | "ul" | "ol" | "table" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
            | "section" | "article" | "header" | "footer" | "dl" | "dt" | "dd" | "pre" => out.push('\n'),
            _ => {}
        }
    }
    out.push_str(rest);
    out
}
