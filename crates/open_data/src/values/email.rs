/// Loosely: something, one @, a domain with a dot, no spaces.
pub fn email(text: &str) -> Result<String, &'static str> {
    let text = text.trim().trim_start_matches("mailto:").trim_matches(|c| matches!(c, '<' | '>' | '"' | '\''));
    let Some((name, domain)) = text.split_once('@') else { return Err("no e-mail address") };
    let label = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let ok = text.len() <= 254
        && !name.is_empty()
        && !name.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';' | '<' | '>' | '"' | ':'))
        && domain.contains('.')
        && domain.split('.').all(label);
    if ok { Ok(text.to_owned()) } else { Err("no e-mail address") }
}
