/// ISO 3166-1 alpha-2 in upper case, from the code or a name of the countries we serve.
pub fn country(text: &str) -> Result<String, &'static str> {
    let folded = slug::slugify(text);
    let code = match folded.as_str() {
        "usa" | "united-states" | "united-states-of-america" => "US",
        "united-kingdom" | "uk" | "great-britain" | "england" | "scotland" | "wales" | "northern-ireland" => "GB",
        "france" | "fra" => "FR",
        "italia" | "italy" | "ita" => "IT",
        "portugal" | "prt" => "PT",
        "espana" | "spain" | "esp" => "ES",
        "ellada" | "greece" | "grc" => "GR",
        "jordan" | "al-urdun" | "jor" => "JO",
        code if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) => return Ok(code.to_uppercase()),
        _ => return Err("no country code"),
    };
    Ok(code.to_owned())
}

/// A number with decimal point or comma.
pub fn decimal(text: &str) -> Result<f64, &'static str> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let number = text.parse::<f64>().or_else(|_| text.replace(',', ".").parse::<f64>());
    number.ok().filter(|number| number.is_finite()).ok_or("no number")
}
