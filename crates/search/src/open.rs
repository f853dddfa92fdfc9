//! Opening an index directory: whatever is wrong with it is noticed here, not by a visitor.

use crate::{
    Error, State,
    directory::UnsyncedDirectory,
    schema::{Fields, tokenizers, version},
    writer::{self, Payload},
};
use std::{
    fs::{self, File, TryLockError},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher};
use uuid::Uuid;

const KEPT_ASIDE: usize = 2;

pub(crate) struct Opened {
    pub reader: IndexReader,
    pub writer: IndexWriter,
    pub state: State,
    pub lock: File,
}

type Parts = (IndexReader, IndexWriter, State);

pub(crate) fn open_or_create(dir: &Path, fields: &Fields) -> Result<Opened, Error> {
    if let Some(parent) = dir.parent() {
        fs::create_dir_all(parent)?;
    }
    // Beside the directory, not in it: it must hold while the directory is renamed aside.
    let lock = lock(dir)?;
    let (reader, writer, state) = if is_empty(dir)? {
        create(dir, fields)?
    } else {
        // tantivy checks most of what it reads, but not all: a broken file may also panic.
        let opened = catch_unwind(AssertUnwindSafe(|| open(dir, fields)))
            .unwrap_or_else(|_| Err(Error::Unusable("reading it panicked".into())));
        match opened {
            Ok(parts) => parts,
            Err(reason) => {
                let aside = rename_aside(dir)?;
                tracing::warn!(%reason, detail = ?reason, aside = %aside.display(), "search index unusable: starting a new one");
                create(dir, fields)?
            }
        }
    };
    Ok(Opened { reader, writer, state, lock })
}

fn lock(dir: &Path) -> Result<File, Error> {
    let file = File::options().create(true).truncate(false).write(true).open(beside(dir, "lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Busy(dir.display().to_string())),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

fn is_empty(dir: &Path) -> Result<bool, Error> {
    match fs::read_dir(dir) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn create(dir: &Path, fields: &Fields) -> Result<Parts, Error> {
    fs::create_dir_all(dir)?;
    // Nothing is stored in documents, so a thread for compressing the store would only cost time at each commit.
    let settings = IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
    let directory = UnsyncedDirectory::open(dir)?;
    let index = Index::create(directory, fields.schema.clone(), settings)?;
    parts(index, State::Fresh)
}

fn open(dir: &Path, fields: &Fields) -> Result<Parts, Error> {
    let unusable = |reason: &str| Err(Error::Unusable(reason.to_owned()));
    let directory = UnsyncedDirectory::open(dir)?;
    let index = Index::open(directory)?;
    if index.schema() != fields.schema {
        return unusable("other fields");
    }
    let metas = index.load_metas()?;
    let state = match metas.payload.as_deref().map(serde_json::from_str::<Payload>) {
        Some(Ok(payload)) if payload.version != version() => return unusable("other version"),
        Some(Ok(payload)) if payload.is_sound() => State::Ready { cursor: Some(payload.cursor) },
        Some(_) => return unusable("unreadable cursor"),
        // Made, but never filled.
        None if metas.segments.is_empty() => State::Fresh,
        None => return unusable("no cursor"),
    };
    // Every byte of every segment: about a second per gigabyte, once per start.
    // tantivy's own `validate_checksum` passes over what `.managed.json` does not name.
    for file in metas.list_segment_files() {
        if dir.join(&file).exists()
            && !index.directory().validate_checksum(&file).map_err(tantivy::TantivyError::from)?
        {
            return unusable("checksum");
        }
    }
    let expected: u64 = metas.segments.iter().map(|segment| u64::from(segment.num_docs())).sum();
    let parts = parts(index, state)?;
    let searcher = parts.0.searcher();
    if searcher.num_docs() != expected || all_versions(&searcher)?.len() as u64 != expected {
        return unusable("documents missing");
    }
    for segment in searcher.segment_readers() {
        for (field, entry) in fields.schema.fields() {
            if entry.is_indexed() {
                segment.inverted_index(field)?.terms().num_terms();
            }
        }
        segment.get_store_reader(1)?;
    }
    Ok(parts)
}

fn parts(mut index: Index, state: State) -> Result<Parts, Error> {
    index.set_tokenizers(tokenizers());
    // Reloaded by hand after each commit: who has written finds what he wrote.
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    let writer = writer::open(&index)?;
    Ok((reader, writer, state))
}

/// Id and `updated_at` of every document.
pub(crate) fn all_versions(searcher: &Searcher) -> Result<Vec<(Uuid, i64)>, Error> {
    let mut all = Vec::with_capacity(searcher.num_docs() as usize);
    for segment in searcher.segment_readers() {
        let columns = segment.fast_fields();
        let (high, low, updated) = (columns.u64("id_high")?, columns.u64("id_low")?, columns.i64("updated_at")?);
        for doc in segment.doc_ids_alive() {
            if let (Some(high), Some(low), Some(updated)) = (high.first(doc), low.first(doc), updated.first(doc)) {
                all.push((Uuid::from_u64_pair(high, low), updated));
            }
        }
    }
    Ok(all)
}

/// `<dir>.damaged-<n>` with the next free number; older ones beyond [`KEPT_ASIDE`] go.
fn rename_aside(dir: &Path) -> Result<PathBuf, Error> {
    let mut numbers = Vec::new();
    let prefix = beside(dir, "damaged-");
    let prefix = prefix.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for entry in fs::read_dir(dir.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new(".")))? {
        let name = entry?.file_name();
        numbers.extend(name.to_string_lossy().strip_prefix(&prefix).and_then(|number| number.parse::<u32>().ok()));
    }
    numbers.sort_unstable();
    let next = numbers.last().map_or(1, |last| last.saturating_add(1));
    let aside = beside(dir, &format!("damaged-{next}"));
    fs::rename(dir, &aside)?;
    let surplus = (numbers.len() + 1).saturating_sub(KEPT_ASIDE);
    for number in &numbers[..surplus.min(numbers.len())] {
        // Only space is at stake.
        let _ = fs::remove_dir_all(beside(dir, &format!("damaged-{number}")));
    }
    Ok(aside)
}

/// `<dir>.<suffix>`
fn beside(dir: &Path, suffix: &str) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(suffix);
    dir.with_file_name(name)
}
