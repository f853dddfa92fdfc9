use url::Url;

/// An http or https address; the scheme is added where only a host is given.
pub fn url(text: &str) -> Result<String, &'static str> {
    const REASON: &str = "no web address";
    let text = text.trim().trim_end_matches(['.', ',', ';']);
    if text.len() > 2_048 || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(REASON);
    }
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let has_scheme = lower.starts_with("http://") || lower.starts_with("https://");
    if !has_scheme && (text.contains("://") || text.contains('@')) {
        return Err("not an http or https address");
    }
    let whole = if has_scheme { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(&whole).map_err(|_| REASON)?;
    let domain = url.domain().ok_or("no web address: the host has no name")?;
    let top = domain.rsplit('.').next().unwrap_or_default();
    let named = domain.contains('.') && top.len() >= 2 && !top.bytes().all(|b| b.is_ascii_digit());
    if !named || !url.username().is_empty() || url.password().is_some() {
        return Err(REASON);
    }
    let written = String::from(url);
    Ok(match written.strip_suffix('/') {
        Some(bare) if bare.matches('/').count() == 2 && !text.ends_with('/') => bare.to_owned(),
        _ => written,
    })
}
