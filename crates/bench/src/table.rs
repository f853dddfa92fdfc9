//! What comes out: one line per comparison.

use serde::Serialize;

/// What a line is held against.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Aim {
    RatioAtLeast(f64),
    RatioAtMost(f64),
    /// In the unit of the line.
    OursAtMost(f64),
    OursAtLeast(f64),
}

#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub what: String,
    pub unit: &'static str,
    pub ours: f64,
    pub rival: Option<f64>,
    pub aim: Option<Aim>,
}

impl Line {
    pub fn new(what: impl Into<String>, unit: &'static str, ours: f64) -> Self {
        Self { what: what.into(), unit, ours, rival: None, aim: None }
    }

    pub fn against(self, rival: f64) -> Self {
        Self { rival: Some(rival), ..self }
    }

    pub fn aim(self, aim: Aim) -> Self {
        Self { aim: Some(aim), ..self }
    }

    fn ratio(&self) -> Option<f64> {
        self.rival.map(|rival| self.ours / rival)
    }

    /// How far the aim is missed, as a share of it; nothing when it is reached or there is none.
    fn short_of(&self) -> Option<f64> {
        let (value, wanted, at_least) = match self.aim? {
            Aim::RatioAtLeast(wanted) => (self.ratio()?, wanted, true),
            Aim::RatioAtMost(wanted) => (self.ratio()?, wanted, false),
            Aim::OursAtMost(wanted) => (self.ours, wanted, false),
            Aim::OursAtLeast(wanted) => (self.ours, wanted, true),
        };
        let missed = if at_least { (wanted - value) / wanted } else { (value - wanted) / wanted };
        // A value that is no number reaches nothing.
        (missed > 0.0 || !missed.is_finite()).then_some(missed)
    }

    fn cells(&self) -> [String; 6] {
        let dash = || "-".to_owned();
        let aim = self.aim.map_or_else(dash, |aim| match aim {
            Aim::RatioAtLeast(wanted) => format!(">= {wanted}x"),
            Aim::RatioAtMost(wanted) => format!("<= {wanted}x"),
            Aim::OursAtMost(wanted) => format!("<= {} {}", number(wanted), self.unit),
            Aim::OursAtLeast(wanted) => format!(">= {} {}", number(wanted), self.unit),
        });
        let stands = match (self.aim, self.short_of()) {
            (None, _) => dash(),
            (Some(_), None) => "ok".to_owned(),
            (Some(_), Some(missed)) if !missed.is_finite() => "no figure".to_owned(),
            (Some(_), Some(missed)) => format!("short of it by {:.0} %", (missed * 100.0).max(1.0)),
        };
        [
            self.what.clone(),
            format!("{} {}", number(self.ours), self.unit),
            self.rival.map_or_else(dash, |rival| format!("{} {}", number(rival), self.unit)),
            self.ratio().filter(|ratio| ratio.is_finite()).map_or_else(dash, |ratio| format!("{}x", number(ratio))),
            aim,
            stands,
        ]
    }
}

pub fn print(lines: &[Line]) {
    let head = ["what", "ours", "rival", "ratio", "aim", "stands"].map(str::to_owned);
    let rows: Vec<[String; 6]> = std::iter::once(head).chain(lines.iter().map(Line::cells)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: [usize; 6] = std::array::from_fn(width);
    for (at, row) in rows.iter().enumerate() {
        let [what, ours, rival, ratio, aim, stands] = row;
        let [a, b, c, d, e, _] = widths;
        println!("{what:<a$}  {ours:>b$}  {rival:>c$}  {ratio:>d$}  {aim:<e$}  {stands}");
        if at == 0 {
            println!("{}", "-".repeat(widths.iter().sum::<usize>() + 10));
        }
    }
}

pub fn json(lines: &[Line]) -> serde_json::Value {
    let line = |line: &Line| {
        let mut value = serde_json::to_value(line).unwrap_or_default();
        value["ratio"] = line.ratio().into();
        value["reached"] = line.aim.map(|_| line.short_of().is_none()).into();
        value
    };
    lines.iter().map(line).collect()
}

/// Three digits that count, thousands set apart.
fn number(value: f64) -> String {
    let decimals = match value.abs() {
        value if value >= 100.0 => 0,
        value if value >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{value:.decimals$}");
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 && !whole.starts_with('-') {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}

/// The middle one; of an even number the lower middle.
pub fn median(values: &[f64]) -> f64 {
    percentile(values, 0.5)
}

/// Not a number when there are none.
pub fn percentile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = ((sorted.len() as f64 * share).ceil() as usize).saturating_sub(1);
    sorted.get(at).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_far_it_is_from_its_aim() {
        let stands = |line: Line| line.cells()[5].clone();
        assert_eq!(stands(Line::new("", "/s", 200.0).against(10.0).aim(Aim::RatioAtLeast(20.0))), "ok");
        assert_eq!(
            stands(Line::new("", "/s", 150.0).against(10.0).aim(Aim::RatioAtLeast(20.0))),
            "short of it by 25 %"
        );
        assert_eq!(stands(Line::new("", "us", 30.0).against(10.0).aim(Aim::RatioAtMost(1.5))), "short of it by 100 %");
        assert_eq!(stands(Line::new("", "B", 12_001.0).aim(Aim::OursAtMost(12_000.0))), "short of it by 1 %");
        assert_eq!(stands(Line::new("", "", 0.9).aim(Aim::OursAtLeast(0.9))), "ok");
        assert_eq!(stands(Line::new("", "", 0.6).aim(Aim::OursAtLeast(0.8))), "short of it by 25 %");
        assert_eq!(stands(Line::new("", "B", f64::NAN).aim(Aim::OursAtMost(1.0))), "no figure");
        assert_eq!(stands(Line::new("", "B", 1.0)), "-");
    }

    #[test]
    fn numbers_are_readable() {
        for (value, text) in
            [(1234.4, "1,234"), (0.856, "0.86"), (12.34, "12.3"), (123.0, "123"), (1_234_567.0, "1,234,567")]
        {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn percentiles_are_of_what_was_measured() {
        let values: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!((median(&values), percentile(&values, 0.95), percentile(&values, 0.99)), (50.0, 95.0, 99.0));
        assert!(median(&[]).is_nan());
    }
}
