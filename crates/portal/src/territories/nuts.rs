use super::{built_in::language, list, list::Territory};
use crate::Error;
use model::{Locale, TerritoryLevel, Text, record::Refusal};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The only NUTS 2024 list we know gives the third level, with the second as a code.
const COLUMNS_2024: [&str; 3] = ["NUTS3_2024", "NAME", "NUTS2_2024"];
const COLUMNS_ATTRIBUTES: [&str; 4] = ["CNTR_CODE", "NUTS_ID", "NAME_LATN", "NUTS_NAME"];

pub fn is_list(text: &str) -> bool {
    let header = text.lines().next().unwrap_or_default();
    header.contains("NUTS_ID") || header.contains("NUTS3_2024")
}

/// Reads Eurostat's attribute list, or a list of NUTS 3 with their NUTS 2. Fails when the version cannot be known.
pub fn read(file: &str, text: &str, known: &[Territory]) -> Result<(Vec<Territory>, Vec<Refusal>), Error> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(anyhow::Error::from)?.clone();
    let column = |name: &str| headers.iter().position(|header| header.trim() == name);
    let attributes = COLUMNS_ATTRIBUTES.map(column);
    let third_level = COLUMNS_2024.map(column);
    let scheme = if third_level.iter().all(Option::is_some) { "nuts2024".to_owned() } else { scheme(file)? };
    let mut list = List { file, scheme, known, territories: Vec::new(), refused: Vec::new() };
    for (index, record) in reader.records().enumerate() {
        let row = index as u64 + 1;
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                list.refused.push(list::refusal(file, row, None, "", error.to_string()));
                continue;
            }
        };
        let cell = |position: Option<usize>| position.and_then(|at| record.get(at)).unwrap_or_default().trim();
        if let [code @ Some(_), name, parent] = third_level {
            list.add(row, cell(code), cell(name), cell(name), Some(cell(parent)));
        } else {
            let [_, code, latin, own] = attributes;
            list.add(row, cell(code), cell(latin), cell(own), None);
        }
    }
    list.add_missing_second_level();
    Ok((list.territories, list.refused))
}

/// `NUTS_AT_2021.csv` -> `nuts2021`.
fn scheme(file: &str) -> Result<String, Error> {
    let digits: Vec<&str> = file.split(|letter: char| !letter.is_ascii_digit()).collect();
    digits.into_iter().find(|run| run.len() == 4 && run.starts_with("20")).map(|year| format!("nuts{year}")).ok_or_else(
        || Error::Invalid(format!("the name of {file} must hold the version of NUTS, as in NUTS_AT_2021.csv")),
    )
}

struct List<'a> {
    file: &'a str,
    scheme: String,
    known: &'a [Territory],
    territories: Vec<Territory>,
    refused: Vec<Refusal>,
}

impl List<'_> {
    fn add(&mut self, row: u64, code: &str, latin: &str, own: &str, parent: Option<&str>) {
        let level = match code.len() {
            2 => TerritoryLevel::Country,
            3 => TerritoryLevel::Nuts1,
            4 => TerritoryLevel::Nuts2,
            5 => TerritoryLevel::Nuts3,
            _ => return self.refuse(row, "NUTS_ID", code, "a NUTS code has 2 to 5 letters"),
        };
        if !code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            || !code[..2].bytes().all(|b| b.is_ascii_uppercase())
        {
            return self.refuse(
                row,
                "NUTS_ID",
                code,
                "a NUTS code is two capital letters, then capital letters and digits",
            );
        }
        if own.is_empty() && latin.is_empty() {
            return self.refuse(row, "NAME_LATN", code, "no name");
        }
        if parent.is_some_and(|parent| parent.len() != 4 || !code.starts_with(parent)) {
            return self.refuse(row, "NUTS2_2024", parent.unwrap_or_default(), "the code does not lie in this one");
        }
        let country = match &code[..2] {
            "EL" => "GR",
            "UK" => "GB",
            other => other,
        };
        let home = language(country);
        let mut name = Text::new(home, if own.is_empty() { latin } else { own });
        let mut synonyms = BTreeMap::new();
        let latin = if latin.is_empty() { own } else { latin };
        if home == Locale::En && latin != own {
            // A language that is none of ours: the Latin name is shown, the own one is found.
            name = Text::new(Locale::En, latin);
            synonyms.insert(Locale::En, vec![own.to_owned()]);
        } else if home == Locale::El && latin != own {
            name.translate(Locale::En, latin);
        }
        let parent = (level != TerritoryLevel::Country).then(|| self.above(&code[..code.len() - 1]));
        self.push(row, code, level, parent, country, name, synonyms);
    }

    /// A country stands once, whatever the version: the root known already, else this list's own.
    fn above(&self, code: &str) -> String {
        let own = format!("{}:{code}", self.scheme);
        if code.len() > 3 || self.known.iter().any(|territory| territory.id == own) {
            return own;
        }
        let earlier =
            self.known.iter().rev().find(|territory| territory.code == code && territory.scheme.starts_with("nuts"));
        earlier.map_or(own, |territory| territory.id.clone())
    }

    /// A list of third levels only: second levels that no list gave take the name of the same code in another version.
    fn add_missing_second_level(&mut self) {
        let here: HashSet<String> =
            self.known.iter().chain(&self.territories).map(|territory| territory.id.clone()).collect();
        let names: HashMap<&str, &Territory> =
            self.known.iter().map(|territory| (territory.code.as_str(), territory)).collect();
        let mut missing: Vec<(String, Territory)> = Vec::new();
        for territory in &self.territories {
            let Some(parent) = territory.parent.as_deref().filter(|parent| !here.contains(*parent)) else { continue };
            let code = parent.rsplit(':').next().unwrap_or_default();
            if missing.iter().any(|(id, _)| id == parent) {
                continue;
            }
            if let Some(named) = names.get(code).filter(|named| named.scheme.starts_with("nuts")) {
                let copy = Territory {
                    row: territory.row,
                    id: parent.to_owned(),
                    scheme: self.scheme.clone(),
                    parent: named.parent.clone(),
                    ..(*named).clone()
                };
                missing.push((parent.to_owned(), copy));
            }
        }
        self.territories.extend(missing.into_iter().map(|(_, territory)| territory));
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of one row")]
    fn push(
        &mut self,
        row: u64,
        code: &str,
        level: TerritoryLevel,
        parent: Option<String>,
        country: &str,
        name: Text,
        synonyms: BTreeMap<Locale, Vec<String>>,
    ) {
        self.territories.push(Territory {
            row,
            id: format!("{}:{code}", self.scheme),
            scheme: self.scheme.clone(),
            code: code.to_owned(),
            level,
            parent,
            also: None,
            country: country.to_owned(),
            name,
            synonyms,
            point: None,
            ancestors: Vec::new(),
        });
    }

    fn refuse(&mut self, row: u64, column: &str, value: &str, reason: &str) {
        self.refused.push(list::refusal(self.file, row, Some(column), value, reason));
    }
}
