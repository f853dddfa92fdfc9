use crate::support::*;
use search::{Change, Error, Examined, Index, State, examine};
use std::{
    fs,
    path::{Path, PathBuf},
};

fn upsert(number: u128, name: &str) -> Change {
    Change::Upsert(Box::new(english(number, name)))
}

fn filled(dir: &Path) {
    let (index, _) = Index::open_or_create(dir).unwrap();
    index.rebuild((1..=20).map(|n| english(n, "shelter")), "10").unwrap();
    index.write(vec![upsert(21, "kitchen"), upsert(1, "shelter again"), Change::Delete(id(2))], "11").unwrap();
}

fn asides(parent: &Path) -> Vec<String> {
    let names = fs::read_dir(parent).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.contains(".damaged-")).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn content_and_cursor_survive() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("deep/index");
    filled(&dir);
    let (index, state) = Index::open_or_create(&dir).unwrap();
    assert_eq!(state, State::Ready { cursor: Some("11".into()) });
    assert_eq!(index.count(), 20);
    let mut versions = index.all_versions().unwrap();
    versions.sort_unstable();
    let expected: Vec<_> = [1].into_iter().chain(3..=21).map(|n| (id(n), now().timestamp_micros())).collect();
    assert_eq!(versions, expected);
    index.write(Vec::new(), "12").unwrap();
    drop(index);
    let (_, state) = Index::open_or_create(&dir).unwrap();
    assert_eq!(state, State::Ready { cursor: Some("12".into()) }, "a cursor moves without changes");
}

#[test]
fn changes_apply_in_order_and_are_found_at_once() {
    let room = Room::with(Vec::new());
    room.index
        .write(vec![upsert(1, "first"), upsert(1, "second"), upsert(2, "third"), Change::Delete(id(2))], "1")
        .unwrap();
    assert_eq!(room.ids("q=second"), [1]);
    assert!(room.ids("q=first").is_empty() && room.ids("q=third").is_empty());
    room.index.write(vec![Change::Delete(id(1)), upsert(1, "fourth")], "2").unwrap();
    assert_eq!(room.ids("q=fourth"), [1]);
    assert_eq!(room.index.count(), 1);
}

#[test]
fn a_rebuild_replaces_everything_and_a_failed_one_nothing() {
    let room = Room::with((1..=5).map(|n| english(n, "old")).collect());
    let failing = (1..=5).map(|n| if n == 4 { panic!("database gone") } else { english(n + 10, "new") });
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| room.index.rebuild(failing, "9")));
    assert!(caught.is_err());
    let broken_off = (1..=3).map(|n| Ok(english(n + 10, "new"))).chain([Err(Error::Unusable("gone".to_owned()))]);
    assert!(room.index.rebuild_from(broken_off, "9").is_err());
    assert_eq!((room.ask("q=old").total, room.ask("q=new").total), (5, 0));
    room.index.write(vec![upsert(6, "old")], "1").unwrap();
    assert_eq!((room.ask("q=old").total, room.ask("q=new").total), (6, 0), "nothing of the failed rebuild is left");
    room.index.rebuild((1..=3).map(|n| english(n + 10, "new")), "2").unwrap();
    assert_eq!((room.ask("q=old").total, room.ask("q=new").total, room.index.count()), (0, 3, 3));
}

/// Two writers on one directory orphaned segments by the gigabyte elsewhere.
#[test]
fn reg_two_writers_the_second_handle_is_refused_and_touches_nothing() {
    let room = Room::with(vec![english(1, "x")]);
    let dir = room.dir.path().join("index");
    assert!(matches!(Index::open_or_create(&dir), Err(Error::Busy(_))));
    assert!(asides(room.dir.path()).is_empty());
    let clone = room.index.clone();
    clone.write(vec![upsert(2, "x")], "1").unwrap();
    assert_eq!(room.index.count(), 2, "a clone is the same index");
    drop((clone, room.index));
    assert!(Index::open_or_create(&dir).is_ok());
}

#[test]
fn a_lock_file_left_by_the_dead_is_no_lock() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("index");
    filled(&dir);
    fs::write(dir.join(".tantivy-writer.lock"), "4711").unwrap();
    fs::write(parent.path().join("index.lock"), "4711").unwrap();
    assert!(matches!(Index::open_or_create(&dir).unwrap().1, State::Ready { .. }));
}

type Harm = (&'static str, Box<dyn Fn(&Path)>);

/// Every way we could think of to break each file: the index is either still whole or renamed aside.
#[test]
fn reg_damage_is_noticed_at_open() {
    let parent = tempfile::tempdir().unwrap();
    let sound = parent.path().join("sound");
    filled(&sound);
    let files: Vec<PathBuf> = fs::read_dir(&sound).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() > 8, "{files:?}");
    let harms: Vec<Harm> = vec![
        ("delete", Box::new(|file| fs::remove_file(file).unwrap())),
        ("empty", Box::new(|file| fs::write(file, "").unwrap())),
        ("garbage", Box::new(|file| fs::write(file, [0xA5; 300]).unwrap())),
        (
            "truncate",
            Box::new(|file| {
                let bytes = fs::read(file).unwrap();
                fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
            }),
        ),
        (
            "flip",
            Box::new(|file| {
                let mut bytes = fs::read(file).unwrap();
                let middle = bytes.len() / 2;
                if let Some(byte) = bytes.get_mut(middle) {
                    *byte ^= 0x10;
                }
                fs::write(file, bytes).unwrap();
            }),
        ),
    ];
    let mut noticed = 0;
    for (number, file) in files.iter().enumerate() {
        for (name, harm) in &harms {
            let room = parent.path().join(format!("room-{number}-{name}"));
            let dir = room.join("index");
            copy(&sound, &dir);
            harm(&dir.join(file.file_name().unwrap()));
            let what = format!("{name} {}", file.file_name().unwrap().to_string_lossy());
            let (index, state) = Index::open_or_create(&dir).unwrap_or_else(|error| panic!("{what}: {error:?}"));
            match state {
                State::Ready { cursor } => {
                    assert_eq!(cursor.as_deref(), Some("11"), "{what}");
                    assert_eq!((index.count(), index.all_versions().unwrap().len()), (20, 20), "{what}");
                    let query = model::SearchQuery::words("shelter");
                    assert_eq!(index.search(&query, model::Locale::En, now()).unwrap().total, 19, "{what}");
                }
                State::Fresh => {
                    noticed += 1;
                    assert_eq!(index.count(), 0, "{what}");
                    assert_eq!(asides(&room), ["index.damaged-1"], "{what}");
                    index.rebuild((1..=3).map(|n| english(n, "new")), "1").unwrap();
                    assert_eq!(index.count(), 3, "{what}");
                }
            }
        }
    }
    assert!(noticed > files.len() * 2, "{noticed} of {}", files.len() * harms.len());
}

#[test]
fn reg_meta_missing_or_foreign_directories_are_renamed_aside_and_few_are_kept() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("index");
    for _ in 0..4 {
        filled(&dir);
        fs::remove_file(dir.join("meta.json")).unwrap();
        assert_eq!(Index::open_or_create(&dir).unwrap().1, State::Fresh);
    }
    let mut kept = asides(parent.path());
    kept.sort();
    assert_eq!(kept, ["index.damaged-3", "index.damaged-4"]);
    let file = parent.path().join("file");
    fs::write(&file, "not a directory").unwrap();
    assert_eq!(Index::open_or_create(&file).unwrap().1, State::Fresh);
}

#[test]
fn reg_schema_changed_is_started_anew() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("index");
    for (from, to) in [
        ("\\\"version\\\":", "\\\"version\\\":9"),
        ("\"name\":\"quality\"", "\"name\":\"qualiti\""),
        ("\\\"11\\\"", "\\\"13\\\""),
    ] {
        filled(&dir);
        let meta = fs::read_to_string(dir.join("meta.json")).unwrap();
        // One spacing or the other.
        let loose = from.replace(':', ": ");
        let changed = if meta.contains(from) { meta.replace(from, to) } else { meta.replace(&loose, to) };
        assert_ne!(meta, changed, "{from}");
        fs::write(dir.join("meta.json"), changed).unwrap();
        assert_eq!(Index::open_or_create(&dir).unwrap().1, State::Fresh, "{from}");
        fs::remove_dir_all(&dir).unwrap();
    }
}

#[test]
fn an_examination_says_what_the_next_start_will_find() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("index");
    assert_eq!(examine(&dir), Examined::Nothing);
    drop(Index::open_or_create(&dir).unwrap());
    assert_eq!(examine(&dir), Examined::Unfilled);
    fs::remove_dir_all(&dir).unwrap();
    filled(&dir);
    assert!(matches!(examine(&dir), Examined::Usable { documents } if documents > 0));
    let meta = fs::read_to_string(dir.join("meta.json")).unwrap();
    for (from, to, outdated) in
        [("\"name\":\"quality\"", "\"name\":\"qualiti\"", true), ("\\\"11\\\"", "\\\"13\\\"", false), ("{", "", false)]
    {
        let loose = from.replace(':', ": ");
        let changed = if meta.contains(from) { meta.replace(from, to) } else { meta.replace(&loose, to) };
        fs::write(dir.join("meta.json"), changed).unwrap();
        assert_eq!(examine(&dir) == Examined::Outdated, outdated, "{from}");
        assert!(outdated || matches!(examine(&dir), Examined::Damaged(_)), "{from}");
    }
}

#[test]
fn an_index_that_was_never_filled_is_fresh() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("index");
    drop(Index::open_or_create(&dir).unwrap());
    assert_eq!(Index::open_or_create(&dir).unwrap().1, State::Fresh);
    assert!(asides(parent.path()).is_empty());
}
