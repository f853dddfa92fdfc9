//! The one writer of an index directory.

use crate::{Change, Document, Error, schema::Fields, schema::version};
use serde::{Deserialize, Serialize};
use tantivy::{IndexWriter, indexer::LogMergePolicy, query::AllQuery};

const HEAP_BYTES: usize = 50_000_000;

pub(crate) struct Writer {
    writer: IndexWriter,
    fields: Fields,
    /// A write failed after it had begun: what it left behind is rolled back before the next.
    dirty: bool,
}

/// What every commit carries.
#[derive(Serialize, Deserialize)]
pub(crate) struct Payload {
    pub version: u64,
    pub cursor: String,
    /// Of `cursor`: `meta.json` is the one file without a checksum.
    check: String,
}

impl Payload {
    fn new(cursor: &str) -> Self {
        Self { version: version(), cursor: cursor.to_owned(), check: check(cursor) }
    }

    pub fn is_sound(&self) -> bool {
        self.check == check(&self.cursor)
    }
}

fn check(cursor: &str) -> String {
    use std::hash::Hasher;
    let mut hasher = fnv::FnvHasher::default();
    hasher.write(cursor.as_bytes());
    format!("{:016x}", hasher.finish())
}

/// Opens tantivy's writer: one thread for documents and one for merges, so that searches keep their cores.
pub(crate) fn open(index: &tantivy::Index) -> Result<IndexWriter, Error> {
    let options = tantivy::indexer::IndexWriterOptions::builder()
        .num_worker_threads(1)
        .num_merge_threads(1)
        .memory_budget_per_thread(HEAP_BYTES)
        .build();
    let writer = index.writer_with_options(options)?;
    let mut policy = LogMergePolicy::default();
    // A directory is edited more than it grows: without this, deleted documents would stay for ever.
    policy.set_del_docs_ratio_before_merge(0.2);
    writer.set_merge_policy(Box::new(policy));
    Ok(writer)
}

impl Writer {
    pub fn new(writer: IndexWriter, fields: Fields) -> Self {
        Self { writer, fields, dirty: false }
    }

    pub fn write(&mut self, changes: &[Change], cursor: &str) -> Result<(), Error> {
        self.transaction(cursor, |writer, fields| {
            for change in changes {
                match change {
                    Change::Upsert(document) => {
                        writer.delete_term(fields.id_term(document.id));
                        writer.add_document(fields.document(document))?;
                    }
                    Change::Delete(id) => {
                        writer.delete_term(fields.id_term(*id));
                    }
                }
            }
            Ok(())
        })
    }

    pub fn rebuild(
        &mut self,
        documents: impl Iterator<Item = Result<Document, Error>>,
        cursor: &str,
    ) -> Result<(), Error> {
        self.transaction(cursor, |writer, fields| {
            // Not `delete_all_documents`, which forgets the committed segments before the commit.
            writer.delete_query(Box::new(AllQuery))?;
            for document in documents {
                writer.add_document(fields.document(&document?))?;
            }
            Ok(())
        })
    }

    fn transaction(
        &mut self,
        cursor: &str,
        work: impl FnOnce(&IndexWriter, &Fields) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if self.dirty {
            self.writer.rollback()?;
        }
        // Stays set when `work` fails or panics.
        self.dirty = true;
        let payload = serde_json::to_string(&Payload::new(cursor)).map_err(std::io::Error::from)?;
        work(&self.writer, &self.fields)?;
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        self.dirty = false;
        Ok(())
    }
}
