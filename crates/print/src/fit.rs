//! Words onto paper. What does not fit is shortened by rule: long texts, each by whole words, and lines of listed things; and
//! where all of it at its shortest has no room, whole rows go, the least needed first. What part of it would mislead about is never shortened, and where anything
//! is missing the sheet says where the rest is.

use crate::{
    Column, Frame, Line, Row, Sheet, Style,
    measure::{self, BOLD},
    paper::{HEAD, LEADING, POINT, ROW_GAP, SMALL, TITLE_LEADING},
};

/// The most lines that each may take, from roomy to tight.
struct Level {
    lead: usize,
    fact: usize,
    line: usize,
    /// Of one thing in a list.
    lines: usize,
}

const LEVELS: [Level; 6] = [
    Level { lead: 9, fact: 6, line: 4, lines: 8 },
    Level { lead: 6, fact: 4, line: 2, lines: 6 },
    Level { lead: 4, fact: 3, line: 2, lines: 5 },
    Level { lead: 3, fact: 2, line: 1, lines: 4 },
    // Three lines of what it is: its first sentence, nearly always.
    Level { lead: 3, fact: 1, line: 1, lines: 3 },
    Level { lead: 3, fact: 1, line: 1, lines: 2 },
];
const TITLE_LINES: usize = 3;

impl Sheet {
    /// The sheet as it fits its paper.
    pub fn fitted(mut self) -> Self {
        let frame = self.frame();
        let room = Room { frame, column: frame.column(self.columns.len()) };
        for column in &mut self.columns {
            let most = measure::cut(&column.title.text, room.title(), 0.0, TITLE_LINES);
            self.more |= replace(&mut column.title, most);
        }
        let at = |sheet: &Self, level: &Level| {
            let mut tried = sheet.clone();
            tried.tighten(level, &room);
            tried
        };
        let fits = |sheet: &Self| sheet.height(&room) <= frame.height;
        // What is needed least goes until the rest has room at its shortest; then that says as much as there is room for.
        let [roomy @ .., tightest] = &LEVELS;
        while !fits(&at(&self, tightest)) && self.drop_least() {}
        let roomiest = roomy.iter().map(|level| at(&self, level)).find(fits);
        roomiest.unwrap_or_else(|| at(&self, tightest))
    }

    fn tighten(&mut self, level: &Level, room: &Room) {
        let mut more = false;
        for row in self.columns.iter_mut().flat_map(|column| &mut column.rows) {
            if row.style == Style::Entry && row.lines.len() > level.lines {
                row.lines.truncate(level.lines);
                more = true;
            }
            let most = match row.style {
                Style::Lead => level.lead,
                Style::Fact => level.fact,
                Style::Entry => level.line,
            };
            let indent = room.indent(row);
            let mut kept = Vec::with_capacity(row.lines.len());
            for (index, mut line) in row.lines.drain(..).enumerate() {
                if !line.whole {
                    let indent = if index == 0 { indent } else { 0.0 };
                    // Where not one word has room, one line more; where there is none for it either, nothing.
                    let cut = |most| measure::cut(&line.text, room.text(), indent, most);
                    let Some(cut) = cut(most).or_else(|| cut(most + 1)) else {
                        more = true;
                        continue;
                    };
                    more |= replace(&mut line, Some(cut));
                }
                kept.push(line);
            }
            row.lines = kept;
            if row.style == Style::Entry {
                let cut = measure::cut(&row.label.text, room.text() / BOLD, 0.0, level.line.max(2));
                more |= replace(&mut row.label, cut);
            }
        }
        self.more |= more;
    }

    /// Takes away the last of the rows that are needed least, in every language. False where all are needed.
    fn drop_least(&mut self) -> bool {
        let ranks = self.columns.first().map(|column| column.rows.iter().map(|row| row.rank));
        let Some((index, rank)) = ranks.into_iter().flatten().enumerate().max_by_key(|(_, rank)| *rank) else {
            return false;
        };
        if rank == 0 {
            return false;
        }
        self.more = true;
        self.columns
            .iter_mut()
            .filter(|column| index < column.rows.len())
            .for_each(|column| drop(column.rows.remove(index)));
        true
    }

    /// What it takes of its paper's height, margins and all, millimetres.
    fn height(&self, room: &Room) -> f32 {
        let em = room.frame.em();
        let tallest = |of: &dyn Fn(&Column) -> f32| self.columns.iter().map(of).fold(0.0, f32::max);
        let titles = tallest(&|column| {
            let lines = measure::lines(&column.title.text, room.title(), 0.0) as f32;
            let kind = measure::lines(&column.kind, room.text() / SMALL, 0.0) as f32;
            // The rule above it and the gap below.
            lines * room.frame.title * POINT * TITLE_LEADING + kind * em * SMALL * LEADING + (0.3 + ROW_GAP) * em
        });
        let rows = self.columns.iter().map(|column| column.rows.len()).max().unwrap_or_default();
        let rows: f32 =
            (0..rows).map(|index| tallest(&|column| column.rows.get(index).map_or(0.0, |row| room.row(row)))).sum();
        2.0 * room.frame.margin + HEAD * em + titles + rows + self.foot(room)
    }

    fn foot(&self, room: &Room) -> f32 {
        let em = room.frame.em();
        let side = self.code_side();
        let beside = (room.frame.width - 2.0 * room.frame.margin - side - room.frame.gap) / (em * SMALL);
        let letters = self.letters.as_ref().map_or(0, |letters| measure::lines(letters, beside / BOLD * SMALL, 0.0));
        let texts: usize = self.columns.iter().map(|column| measure::lines(&column.foot(true), beside, 0.0)).sum();
        let text = letters as f32 * em * LEADING + texts as f32 * em * SMALL * LEADING;
        text.max(side) + 2.0 * ROW_GAP * em
    }
}

impl Column {
    /// The sentences of the foot in one.
    pub fn foot(&self, more: bool) -> String {
        let rest = if more { self.rest.as_str() } else { "" };
        [self.scan.as_str(), rest, self.printed.as_str()].join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

struct Room {
    frame: Frame,
    /// Width of a column, millimetres.
    column: f32,
}

impl Room {
    /// Width of a column, of the text's letters.
    fn text(&self) -> f32 {
        self.column / self.frame.em()
    }

    /// The same for the title, which is bold.
    fn title(&self) -> f32 {
        self.column / (self.frame.title * POINT) / BOLD
    }

    /// What a fact's name takes of its first line.
    fn indent(&self, row: &Row) -> f32 {
        if row.style == Style::Fact { measure::width(&row.label.text) * BOLD + 0.4 } else { 0.0 }
    }

    fn row(&self, row: &Row) -> f32 {
        let indent = self.indent(row);
        let lines =
            row.lines.iter().enumerate().map(|(index, line)| {
                measure::lines(&line.text, self.text(), if index == 0 { indent } else { 0.0 }).max(1)
            });
        let label =
            if row.style == Style::Entry { measure::lines(&row.label.text, self.text() / BOLD, 0.0) } else { 0 };
        ((lines.sum::<usize>() + label) as f32 * LEADING + ROW_GAP) * self.frame.em()
    }
}

/// Whether that left something out.
fn replace(line: &mut Line, cut: Option<String>) -> bool {
    let cut = cut.unwrap_or_else(|| "…".to_owned());
    let shorter = cut.ends_with('…') && cut != line.text;
    line.text = cut;
    shorter
}
