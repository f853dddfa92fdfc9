//! The handle that the portal holds.

use crate::{
    Change, Document, Error, Found, Suggested, Term,
    accumulator::Scratch,
    facets::Above,
    hours::Hours,
    open,
    schema::Fields,
    search,
    snapshot::{Names, Snapshot},
    suggest,
    vocabulary::Vocabulary,
    writer::Writer,
};
use chrono::{DateTime, Utc};
use model::{Locale, SearchQuery};
use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError, RwLock},
};
use tantivy::IndexReader;
use uuid::Uuid;

/// One index directory, opened by one instance. Cheap to clone; all clones are the same index.
#[derive(Clone)]
pub struct Index {
    pub(crate) inner: Arc<Inner>,
}

/// What was found in the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Holds everything up to `cursor` (as given to the last [`Index::write`] or [`Index::rebuild`]).
    Ready { cursor: Option<String> },
    /// Empty: it was new, damaged or of another schema. The caller fills it with [`Index::rebuild`].
    Fresh,
}

/// How much a query reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// Lists of documents.
    pub lists: usize,
    /// Documents on them, each as often as it is on one.
    pub entries: u64,
}

pub(crate) struct Inner {
    pub fields: Fields,
    reader: IndexReader,
    snapshot: RwLock<Arc<Snapshot>>,
    pub hours: Hours,
    writer: Mutex<Writer>,
    vocabulary: RwLock<Arc<Vocabulary>>,
    scratches: Mutex<Vec<Scratch>>,
    above: RwLock<Option<Arc<Above>>>,
    /// Held while the index is open; the system lets go of it when the process dies.
    _lock: std::fs::File,
}

impl Index {
    /// Opens the index in `dir`, or makes an empty one. What is damaged, of another schema or not an index is
    /// renamed aside (`<dir>.damaged-<n>`, the newest two are kept).
    ///
    /// # Errors
    /// [`Error::Busy`] when another handle or process has it open; [`Error::Io`] when the directory cannot be made.
    pub fn open_or_create(dir: &Path) -> Result<(Self, State), Error> {
        let fields = Fields::new();
        let opened = open::open_or_create(dir, &fields)?;
        let inner = Inner {
            writer: Mutex::new(Writer::new(opened.writer, fields.clone())),
            fields,
            snapshot: RwLock::new(Arc::new(Snapshot::new(opened.reader.searcher(), None)?)),
            reader: opened.reader,
            hours: Hours::default(),
            vocabulary: RwLock::default(),
            scratches: Mutex::default(),
            above: RwLock::default(),
            _lock: opened.lock,
        };
        Ok((Self { inner: Arc::new(inner) }, opened.state))
    }

    /// Applies the changes in order and makes them findable; `cursor` is committed with them. All or nothing.
    pub fn write(&self, changes: Vec<Change>, cursor: &str) -> Result<(), Error> {
        let mut writer = lock(&self.inner.writer);
        writer.write(&changes, cursor)?;
        self.reload()
    }

    /// Replaces everything in one commit; until then, and if it fails, the old content answers.
    pub fn rebuild(&self, documents: impl Iterator<Item = Document>, cursor: &str) -> Result<(), Error> {
        self.rebuild_from(documents.map(Ok), cursor)
    }

    /// [`Self::rebuild`] from a source that may fail: then nothing is committed.
    pub fn rebuild_from(
        &self,
        documents: impl Iterator<Item = Result<Document, Error>>,
        cursor: &str,
    ) -> Result<(), Error> {
        let mut writer = lock(&self.inner.writer);
        writer.rebuild(documents, cursor)?;
        self.reload()
    }

    /// The words that queries are matched against before the documents' own: replaces all earlier ones at once.
    pub fn set_terms(&self, terms: Vec<Term>) {
        let vocabulary = Arc::new(Vocabulary::new(terms));
        *self.inner.vocabulary.write().unwrap_or_else(PoisonError::into_inner) = vocabulary;
    }

    /// `locale`: the reader's, unless the query names one. `now` decides what has ended and today's order of ties.
    pub fn search(&self, query: &SearchQuery, locale: Locale, now: DateTime<Utc>) -> Result<Found, Error> {
        search::search(self, query, query.lang.unwrap_or(locale), now, search::page(query), true)
    }

    /// The first `most` of what [`Self::search`] finds, whatever page the query asks for, without facets.
    pub fn search_first(
        &self,
        query: &SearchQuery,
        locale: Locale,
        now: DateTime<Utc>,
        most: usize,
    ) -> Result<Found, Error> {
        search::search(self, query, query.lang.unwrap_or(locale), now, 0..most, false)
    }

    /// [`Self::search`] for who shows no facets: they are not counted.
    pub fn search_uncounted(&self, query: &SearchQuery, locale: Locale, now: DateTime<Utc>) -> Result<Found, Error> {
        search::search(self, query, query.lang.unwrap_or(locale), now, search::page(query), false)
    }

    /// The terms that a query asks for, by number of their field: for measurements against others that are asked for the
    /// same.
    pub fn asked_for(
        &self,
        query: &SearchQuery,
        locale: Locale,
        now: DateTime<Utc>,
    ) -> Result<Vec<(u32, Vec<u8>)>, Error> {
        search::asked_for(self, query, query.lang.unwrap_or(locale), now)
    }

    /// What reading a query's lists costs: for bounds that hold on any machine.
    pub fn weigh(&self, query: &SearchQuery, locale: Locale) -> Result<Weight, Error> {
        search::weigh(self, query, query.lang.unwrap_or(locale))
    }

    /// What a person typing `words` may be after: needs first, then services and opportunities, organisations,
    /// places. At most `limit`.
    pub fn suggest(&self, words: &str, locale: Locale, limit: usize) -> Result<Vec<Suggested>, Error> {
        suggest::suggest(self, words, locale, limit)
    }

    /// Every document's id and `updated_at` in microseconds, in no order: for comparing the index with the database.
    pub fn all_versions(&self) -> Result<Vec<(Uuid, i64)>, Error> {
        open::all_versions(&self.snapshot().searcher)
    }

    pub fn count(&self) -> u64 {
        self.snapshot().searcher.num_docs()
    }

    /// Called with the writer held, so that snapshots follow the commits.
    fn reload(&self) -> Result<(), Error> {
        self.inner.reader.reload()?;
        let snapshot = Snapshot::new(self.inner.reader.searcher(), Some(&self.snapshot()))?;
        *self.inner.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        Ok(())
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        self.inner.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn vocabulary(&self) -> Arc<Vocabulary> {
        self.inner.vocabulary.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Worked out anew when names or vocabulary have changed.
    pub(crate) fn above(&self, names: &Arc<Names>, vocabulary: &Arc<Vocabulary>) -> Arc<Above> {
        let known = self.inner.above.read().unwrap_or_else(PoisonError::into_inner).clone();
        match known.filter(|known| known.is_of(names, vocabulary)) {
            Some(known) => known,
            None => {
                let above = Arc::new(Above::new(names, vocabulary));
                *self.inner.above.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&above));
                above
            }
        }
    }

    /// Runs `work` with a scratch that earlier searches left clean.
    pub(crate) fn with_scratch<T>(&self, work: impl FnOnce(&mut Scratch) -> Result<T, Error>) -> Result<T, Error> {
        let mut scratch = lock(&self.inner.scratches).pop().unwrap_or_default();
        // After an error it is not clean: let go of it.
        let done = work(&mut scratch)?;
        let mut kept = lock(&self.inner.scratches);
        if kept.len() < 8 {
            kept.push(scratch);
        }
        Ok(done)
    }
}

/// A panic of another thread leaves nothing half-done behind these locks that the next user would not replace.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
