//! What an import did, for people, for scripts and for whoever mends the source.
//! Writing to a string does not fail.

use super::PARTLY_REFUSED;
use anyhow::Context;
use model::record::{Refusal, SourceTerm};
use portal::import::Report;
use std::{fmt::Write, path::Path, process::ExitCode};

/// Refusals and terms shown on a screen; all refusals go into the file.
const SHOWN: usize = 50;
const TERMS_SHOWN: usize = 20;

pub fn exit_code(refused: &[Refusal]) -> ExitCode {
    if refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(PARTLY_REFUSED) }
}

pub fn counts(out: &mut String, report: &Report) {
    let would = if report.dry_run { " (nothing was written)" } else { "" };
    let _ = writeln!(out, "{}: {} records{would}", report.source, report.records);
    let _ = writeln!(
        out,
        "  {} created, {} updated, {} unchanged, {} merged into others, {} refused; {} vanished from the source",
        report.created,
        report.updated,
        report.unchanged,
        report.merged,
        report.refused_whole(),
        report.vanished,
    );
    if let Some(because) = report.spared_because {
        let _ = writeln!(
            out,
            "  {} are not listed any more and were left as they are: {because} (--allow-vanish marks them)",
            report.spared
        );
    }
    let _ = writeln!(
        out,
        "  kept: {} organisations, {} services, {} places",
        report.organisations, report.services, report.places
    );
}

pub fn refusals(out: &mut String, refused: &[Refusal]) {
    if refused.is_empty() {
        return;
    }
    let partial = refused.iter().filter(|refusal| refusal.partial).count();
    let _ =
        writeln!(out, "refused: {} rows or records, and {partial} single values of others", refused.len() - partial);
    for refusal in refused.iter().take(SHOWN) {
        let column = refusal.column.as_deref().map(|column| format!(", {column}")).unwrap_or_default();
        let _ = writeln!(
            out,
            "  {} row {}{column}: {} [{}]",
            refusal.file,
            refusal.row,
            refusal.reason,
            one_line(&refusal.value)
        );
    }
    if refused.len() > SHOWN {
        let _ = writeln!(out, "  … and {} more: --refusals FILE lists them all", refused.len() - SHOWN);
    }
}

pub fn unmapped(out: &mut String, terms: &[(SourceTerm, u64)]) {
    if terms.is_empty() {
        return;
    }
    let _ = writeln!(out, "{} terms of the source lead to no need or audience, most frequent first:", terms.len());
    for (term, count) in terms.iter().take(TERMS_SHOWN) {
        let label = term.label.as_deref().map(|label| format!(" ({})", one_line(label))).unwrap_or_default();
        let _ = writeln!(out, "  {count:6} × {} {}{label}", term.vocabulary, one_line(&term.code));
    }
    if terms.len() > TERMS_SHOWN {
        let _ = writeln!(out, "  … and {} more: --json lists them all", terms.len() - TERMS_SHOWN);
    }
}

/// All of them as CSV.
pub fn write_refusals(path: &Path, refused: &[Refusal]) -> anyhow::Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    let mut writer = csv::Writer::from_path(path).with_context(cannot)?;
    writer.write_record(["file", "row", "column", "value", "reason", "went_in_without_it"]).with_context(cannot)?;
    for refusal in refused {
        let row = refusal.row.to_string();
        let (column, partial) =
            (refusal.column.as_deref().unwrap_or_default(), if refusal.partial { "yes" } else { "no" });
        let cells = [&refusal.file, &row, column, &refusal.value, &refusal.reason, partial];
        writer.write_record(cells.map(|cell| portal::export::defuse(cell).into_owned())).with_context(cannot)?;
    }
    writer.flush().with_context(cannot)
}

/// Values come from elsewhere: nothing in them moves the cursor of a terminal.
fn one_line(text: &str) -> String {
    let plain = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let mut shown: String = plain.take(81).collect();
    if shown.chars().count() > 80 {
        shown.pop();
        shown.pop();
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn values_cannot_speak_to_the_terminal() {
        assert_eq!(one_line("a\u{1b}[2Jb\nc"), "a [2Jb c");
        assert_eq!(one_line(&"é".repeat(100)).chars().count(), 80);
    }
}
