//! The fate of every row of every file: nothing that was read goes missing without a reason.

use crate::{limits, row::Row};
use model::record::{Record, Refusal, StillListed};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// What became of the rows, file by file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounts {
    pub files: Vec<FileAccount>,
}

/// `rows == used + refused + all of set_aside`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileAccount {
    pub file: String,
    pub rows: u64,
    /// Became a record or part of one.
    pub used: u64,
    pub refused: u64,
    /// Knowingly no part of a record, by reason.
    pub set_aside: BTreeMap<String, u64>,
}

impl FileAccount {
    pub fn adds_up(&self) -> bool {
        self.rows == self.used + self.refused + self.set_aside.values().sum::<u64>()
    }
}

impl Accounts {
    pub fn adds_up(&self) -> bool {
        self.files.iter().all(FileAccount::adds_up)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Unknown,
    SetAside(&'static str),
    Refused,
    Used,
}

/// The reason given to a row that no code claimed.
pub const UNCLAIMED: &str = "nothing in the feed refers to this row";

#[derive(Debug, Default)]
pub struct Ledger {
    files: Vec<(String, Vec<Fate>)>,
    refusals: Vec<Refusal>,
    /// File and number of the row that each record was made of, by what it is (service or not) and its id.
    origins: HashMap<(bool, String), (usize, u64)>,
    /// What the refused rows would have been.
    still_listed: StillListed,
}

/// Where a record was read: what refuses it later can say so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    pub file: String,
    /// From 1, the header not counted.
    pub row: u64,
}

impl Ledger {
    /// Opens a file; its number goes into its rows.
    pub fn open(&mut self, file: impl Into<String>) -> usize {
        self.files.push((file.into(), Vec::new()));
        self.files.len() - 1
    }

    /// Counts one more row and returns its number, from 1.
    pub fn count(&mut self, file: usize) -> u64 {
        let Some((_, fates)) = self.files.get_mut(file) else { return 0 };
        fates.push(Fate::Unknown);
        fates.len() as u64
    }

    pub fn file(&self, file: usize) -> &str {
        self.files.get(file).map_or("", |(name, _)| name)
    }

    fn fate(&mut self, file: usize, number: u64) -> Option<&mut Fate> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        self.files.get_mut(file)?.1.get_mut(index)
    }

    /// The row became a record or part of one; stands above every other fate.
    pub fn used(&mut self, row: &Row) {
        if let Some(fate) = self.fate(row.file, row.number) {
            *fate = Fate::Used;
        }
    }

    pub fn made_organisation(&mut self, row: &Row, source_id: &str) {
        self.origins.insert((false, source_id.to_owned()), (row.file, row.number));
    }

    pub fn made_service(&mut self, row: &Row, source_id: &str) {
        self.origins.insert((true, source_id.to_owned()), (row.file, row.number));
    }

    pub fn origin(&self, record: &Record) -> Origin {
        let key = match record {
            Record::Organisation(organisation) => (false, organisation.source_id.clone()),
            Record::Service(service) => (true, service.source_id.clone()),
        };
        let origin = self.origins.get(&key);
        origin.map(|(file, row)| Origin { file: self.file(*file).to_owned(), row: *row }).unwrap_or_default()
    }

    pub fn set_aside(&mut self, row: &Row, reason: &'static str) {
        if row.path.is_none() {
            self.set_aside_number(row.file, row.number, reason);
        }
    }

    pub fn set_aside_number(&mut self, file: usize, number: u64, reason: &'static str) {
        if let Some(fate @ Fate::Unknown) = self.fate(file, number) {
            *fate = Fate::SetAside(reason);
        }
    }

    /// The row does not go in. Of a row nested in a JSON item, only that part does not go in.
    pub fn refuse(&mut self, row: &Row, column: &str, value: &str, reason: impl Into<String>) {
        match &row.path {
            Some(path) => {
                let column = if column.is_empty() { path.to_string() } else { format!("{path}.{column}") };
                self.push(row.file, row.number, Some(&column), value, reason.into(), true);
            }
            None => self.refuse_whole(row.file, row.number, Some(column), value, reason),
        }
    }

    /// [`Self::refuse`] for the row of an organisation; `id` where the row says which.
    pub fn refuse_organisation(&mut self, row: &Row, id: Option<&str>, column: &str, reason: &str) {
        match id {
            Some(id) => drop(self.still_listed.organisations.insert(id.to_owned())),
            None => self.still_listed.unnamed += 1,
        }
        self.refuse(row, column, "", reason);
    }

    /// [`Self::refuse`] for the row of a service; `id` where the row says which.
    pub fn refuse_service(&mut self, row: &Row, id: Option<&str>, column: &str, reason: &str) {
        match id {
            Some(id) => drop(self.still_listed.services.insert(id.to_owned())),
            None => self.still_listed.unnamed += 1,
        }
        self.refuse(row, column, "", reason);
    }

    /// What the refused rows would have been; ask once, at the end.
    pub fn take_still_listed(&mut self) -> StillListed {
        std::mem::take(&mut self.still_listed)
    }

    /// Refuses what could not even be read as a row: any record may have stood there.
    pub fn refuse_number(
        &mut self,
        file: usize,
        number: u64,
        column: Option<&str>,
        value: &str,
        reason: impl Into<String>,
    ) {
        self.still_listed.unnamed += 1;
        self.refuse_whole(file, number, column, value, reason);
    }

    fn refuse_whole(&mut self, file: usize, number: u64, column: Option<&str>, value: &str, reason: impl Into<String>) {
        let Some(fate) = self.fate(file, number) else { return };
        if matches!(fate, Fate::Used | Fate::Refused) {
            return;
        }
        *fate = Fate::Refused;
        self.push(file, number, column.filter(|column| !column.is_empty()), value, reason.into(), false);
    }

    /// The row goes in without this value.
    pub fn doubt(&mut self, row: &Row, column: &str, value: &str, reason: impl Into<String>) {
        let column = row.path.as_ref().map_or_else(|| column.to_owned(), |path| format!("{path}.{column}"));
        self.doubt_number(row.file, row.number, &column, value, reason);
    }

    pub fn doubt_number(&mut self, file: usize, number: u64, column: &str, value: &str, reason: impl Into<String>) {
        self.push(file, number, Some(column), value, reason.into(), true);
    }

    /// The value, or `None` with a partial refusal.
    pub fn keep<T>(&mut self, row: &Row, column: &str, value: &str, read: Result<T, &'static str>) -> Option<T> {
        read.map_err(|reason| self.doubt(row, column, value, reason)).ok()
    }

    fn push(&mut self, file: usize, row: u64, column: Option<&str>, value: &str, reason: String, partial: bool) {
        self.refusals.push(Refusal {
            file: self.file(file).to_owned(),
            row,
            column: column.map(str::to_owned),
            value: value.chars().filter(|c| *c != '\0').take(limits::REFUSED_VALUE_CHARS).collect(),
            reason,
            partial,
        });
    }

    /// Refuses what nobody claimed and closes the books. Refusals come in the order of files and rows.
    pub fn close(mut self) -> (Accounts, Vec<Refusal>) {
        let mut unclaimed = Vec::new();
        for (file, (_, fates)) in self.files.iter_mut().enumerate() {
            for (index, fate) in fates.iter_mut().enumerate().filter(|(_, fate)| **fate == Fate::Unknown) {
                *fate = Fate::Refused;
                unclaimed.push((file, index as u64 + 1));
            }
        }
        for (file, number) in unclaimed {
            self.push(file, number, None, "", UNCLAIMED.to_owned(), false);
        }
        let files = self.files.iter().map(account).collect();
        let order: BTreeMap<String, usize> =
            self.files.into_iter().enumerate().map(|(index, (name, _))| (name, index)).collect();
        self.refusals.sort_by_key(|refusal| (order.get(&refusal.file).copied(), refusal.row));
        (Accounts { files }, self.refusals)
    }
}

fn account((file, fates): &(String, Vec<Fate>)) -> FileAccount {
    let mut account = FileAccount { file: file.clone(), rows: fates.len() as u64, ..FileAccount::default() };
    for fate in fates {
        match fate {
            Fate::Used => account.used += 1,
            Fate::SetAside(reason) => *account.set_aside.entry((*reason).to_owned()).or_default() += 1,
            Fate::Refused | Fate::Unknown => account.refused += 1,
        }
    }
    account
}
