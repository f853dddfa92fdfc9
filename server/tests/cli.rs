//! The program as operators and scripts see it: what it says, and how it ends.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

#[path = "support/instance.rs"]
mod instance;

use instance::{Data, bussola, psql, run};
use serde_json::Value;
use std::{
    fs,
    process::{Command, Output, Stdio},
};

fn ended(command: &mut Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.stdin(Stdio::null()).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn help_names_every_command_with_examples_and_exit_codes() {
    let data = Data::new();
    let (code, help, _) = ended(bussola(&data.path()).arg("--help"));
    assert_eq!(code, Some(0));
    for word in
        ["serve", "import", "export", "reindex", "seed", "db", "doctor", "Examples:", "Exit codes:", "DATABASE_URL"]
    {
        assert!(help.contains(word), "{word} in:\n{help}");
    }
    for command in ["import", "export", "export card", "seed", "db"] {
        let (code, help, _) = ended(bussola(&data.path()).args(command.split(' ')).arg("--help"));
        assert_eq!(code, Some(0));
        assert!(help.contains("Examples:"), "{command}:\n{help}");
    }
    assert!(!data.path().exists(), "asking for help made something");
}

#[test]
fn a_wrong_setting_ends_with_2_and_says_how_to_write_it() {
    let data = Data::new();
    for (name, value, says) in [
        ("BUSSOLA_ADDR", "localhost", "--addr"),
        ("BUSSOLA_ORIGIN", "bussola.example", "https://bussola.example"),
        ("BUSSOLA_STATEMENT_TIMEOUT", "5", "500ms"),
        ("BUSSOLA_DATABASE_CONNECTIONS", "0", "2..=500"),
        ("BUSSOLA_SECURITY_CONTACT", "me", "mailto:"),
        ("DATABASE_URL", "mysql://me:s3cret@db/x", "postgres://"),
    ] {
        let (code, _, error) = ended(bussola(&data.path()).arg("doctor").env(name, value));
        assert_eq!(code, Some(2), "{name}={value}: {error}");
        assert!(error.contains(says), "{name}={value}: {error}");
    }
    let (code, _, error) = ended(bussola(&data.path()).arg("inport"));
    assert_eq!(code, Some(2));
    assert!(error.contains("import"), "no suggestion in {error}");
}

#[test]
fn doctor_speaks_json_and_changes_nothing() {
    let data = Data::new();
    let site = tempfile::tempdir().unwrap();
    fs::create_dir(site.path().join("pkg")).unwrap();
    let doctor = || {
        let mut command = bussola(&data.path());
        command.args(["doctor", "--json", "--addr", "127.0.0.1:0"]).env("BUSSOLA_SITE", site.path());
        command
    };
    let (code, out, _) = ended(&mut doctor());
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &found["ok"]), (Some(1), &Value::Bool(false)), "the site is not built");
    for name in ["bussola.css", "bussola.js", "bussola.wasm"] {
        fs::write(site.path().join("pkg").join(name), "x").unwrap();
    }
    let (code, out, error) = ended(&mut doctor());
    assert_eq!(code, Some(0), "{out}{error}");
    assert!(!data.path().exists(), "examining made something");
}

#[test]
fn doctor_shows_no_password_of_a_database_it_cannot_reach() {
    let data = Data::new();
    let url = "postgres://me:s3cret@127.0.0.1:1/x";
    let (code, out, error) = ended(bussola(&data.path()).arg("doctor").env("DATABASE_URL", url));
    assert_eq!(code, Some(1));
    assert!(out.contains("postgres://me:***@127.0.0.1:1/x"), "{out}");
    assert!(!out.contains("s3cret") && !error.contains("s3cret"));
}

#[test]
fn db_starts_answers_and_stops() {
    let data = Data::new();
    let out = run(bussola(&data.path()).args(["db", "start", "--json"])).stdout;
    let status: Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(status["running"], true);
    assert_eq!(psql(&data.path(), "select 40 + 2"), "42");
    let (code, _, _) = ended(bussola(&data.path()).args(["db", "psql", "--", "-qc", "select nonsense"]));
    assert_eq!(code, Some(1), "psql's own exit code");
    let (_, out, _) = ended(bussola(&data.path()).args(["db", "stop"]));
    assert_eq!(out, "stopped\n");
    let (_, out, _) = ended(bussola(&data.path()).args(["db", "status"]));
    assert!(out.starts_with("not running"), "{out}");
    let (code, out, _) = ended(bussola(&data.path()).args(["db", "stop"]));
    assert_eq!((code, out.as_str()), (Some(0), "not running\n"));
    // psql alone starts it for as long as it needs it.
    assert_eq!(psql(&data.path(), "select 1"), "1");
    let (_, out, _) = ended(bussola(&data.path()).args(["db", "status", "--json"]));
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["running"], false);
}

#[test]
fn what_was_dumped_is_restored_elsewhere() {
    let (from, to, files) = (Data::new(), Data::new(), tempfile::tempdir().unwrap());
    let file = files.path().join("all.dump");
    let feed = instance::feed(files.path(), 1, "Soup kitchen");
    run(bussola(&from.path()).args(["import", "--source", "one"]).arg(&feed));
    run(bussola(&from.path()).args(["db", "dump"]).arg(&file));
    run(bussola(&to.path()).args(["db", "restore"]).arg(&file));
    assert_eq!(psql(&to.path(), "select slug from service"), "soup-kitchen");
    let (code, _, _) = ended(bussola(&to.path()).args(["db", "restore"]).arg(&file));
    assert_ne!(code, Some(0), "restored over data without being told to");
    // What a later version of the schema added must not meet its own migration again.
    psql(&to.path(), "create table added_later (id int)");
    run(bussola(&to.path()).args(["db", "restore", "--replace"]).arg(&file));
    assert_eq!(psql(&to.path(), "select to_regclass('added_later') is null"), "t");
    assert_eq!(psql(&to.path(), "select count(*) from service"), "1");
    // Transaction ids of another database would sort among this one's.
    assert_eq!(psql(&to.path(), "select count(*) from change where id is not null"), "0");
    assert_eq!(
        psql(&to.path(), "select count(*) from change where xid >= pg_snapshot_xmin(pg_current_snapshot())"),
        "0"
    );
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() * 9 / 10]).unwrap();
    let (code, _, _) = ended(bussola(&to.path()).args(["db", "restore", "--replace"]).arg(&file));
    assert_ne!(code, Some(0), "half a dump was taken for a whole one");
    assert_eq!(psql(&to.path(), "select count(*) from service"), "1", "a broken dump replaces nothing");
}

#[test]
fn an_import_reports_refusals_to_people_scripts_and_files() {
    let (data, files) = (Data::new(), tempfile::tempdir().unwrap());
    let organisations = "id,name,description\no1,Soup Society,Feeds people\n";
    let services = "id,organization_id,name,description,status\ns1,o1,Soup,Warm,active\ns2,nobody,=cmd(),Lost,active\n";
    fs::write(files.path().join("organizations.csv"), organisations).unwrap();
    fs::write(files.path().join("services.csv"), services).unwrap();
    let list = tempfile::NamedTempFile::new().unwrap();
    let import = |arguments: &[&str]| {
        ended(bussola(&data.path()).arg("import").arg(files.path()).args(["--source", "soup"]).args(arguments))
    };
    let (code, out, error) = import(&["--dry-run", "--json"]);
    let said: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{error}"));
    assert_eq!(
        (code, &said["written"]["dry_run"], &said["adds_up"]),
        (Some(3), &Value::Bool(true), &Value::Bool(true))
    );
    assert_eq!(psql(&data.path(), "select count(*) from organisation"), "0", "a dry run wrote");

    let (code, out, error) = import(&["--refusals", list.path().to_str().unwrap()]);
    assert_eq!(code, Some(3), "{out}{error}");
    assert!(out.contains("services.csv row 2"), "{out}");
    let refused = fs::read_to_string(list.path()).unwrap();
    assert_eq!(refused.lines().count(), 2, "{refused}");
    assert!(refused.contains("services.csv,2,"), "{refused}");
    let (_, out, _) = import(&["--json"]);
    let again: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&again["written"]["created"], &again["written"]["updated"]), (&Value::from(0), &Value::from(0)));
}

#[test]
fn a_row_that_lost_its_name_does_not_vanish_and_a_table_that_broke_off_hides_nothing() {
    let (data, files) = (Data::new(), tempfile::tempdir().unwrap());
    let write = |organisations: &str, services: &str| {
        fs::write(files.path().join("organizations.csv"), format!("id,name,email\n{organisations}")).unwrap();
        fs::write(files.path().join("services.csv"), format!("id,organization_id,name\n{services}")).unwrap();
    };
    let import = || ended(bussola(&data.path()).arg("import").arg(files.path()).args(["--source", "soup"]));
    let shown = || {
        psql(
            &data.path(),
            "select s.name -> 'values' ->> 'en', o.name -> 'values' ->> 'en', o.email
             from service s join organisation o on o.id = s.organisation_id
             where s.status = 'active' and o.status = 'active' order by 1",
        )
    };
    write("o1,Soup Society,desk@example.org\n", "s1,o1,Soup\ns2,o1,Bread\n");
    assert_eq!(import().0, Some(0));
    let before = shown();
    for (organisations, services) in [
        ("o1,Soup Society,desk@example.org\n", "s1,o1,\ns2,o1,Bread\n"),
        ("o1,,desk@example.org\n", "s1,o1,Soup\ns2,o1,Bread\n"),
        ("o1,Soup Society,desk@example.org\n", ",o1,Soup\ns2,o1,Bread\n"),
        ("o1,Soup Society,desk@example.org\n", ""),
    ] {
        write(organisations, services);
        let (code, out, error) = import();
        assert_eq!(code, Some(3), "{out}{error}");
        assert_eq!(shown(), before, "{out}");
    }
}

#[test]
fn a_card_is_written_as_pdf_or_not_at_all() {
    let (data, files) = (Data::new(), tempfile::tempdir().unwrap());
    let file = files.path().join("food.pdf");
    let card = |arguments: &[&str]| {
        let mut command = bussola(&data.path());
        command.args(["export", "card"]).args(arguments).arg("--output").arg(&file);
        command.env("BUSSOLA_ORIGIN", "https://bussola.example");
        command
    };
    let (code, _, error) = ended(card(&["needs/food"]).env("BUSSOLA_FONTS", files.path()));
    assert_eq!(code, Some(1));
    assert!(error.contains("fonts-noto-core") && !data.path().exists(), "{error}");
    for (wrong, says) in
        [(&[][..], "ABOUT"), (&["needs/food", "--size", "a5"], "a6, a4, a3"), (&["needs/food", "--with", "xx"], "xx")]
    {
        let (code, _, error) = ended(&mut card(wrong));
        assert_eq!(code, Some(2), "{wrong:?}: {error}");
        assert!(error.contains(says), "{error}");
    }
    let (code, _, error) = ended(&mut card(&["needs/nothing"]));
    assert_eq!((code, file.exists()), (Some(1), false), "{error}");
    assert!(error.contains("needs/nothing is not known"), "{error}");
    let (code, _, error) = ended(&mut card(&["needs/food", "--locale", "it", "--with", "ar,en"]));
    assert_eq!(code, Some(0), "{error}");
    assert!(error.contains("A6 in it, ar, its code leads to https://bussola.example/q/"), "{error}");
    assert!(error.contains("no room for the others"), "{error}");
    assert!(fs::read(&file).unwrap().starts_with(b"%PDF-"));
    assert_eq!(fs::read_dir(files.path()).unwrap().count(), 1, "something was left beside it");
    let (code, _, error) = ended(&mut card(&["search?need=food&q=soup"]));
    assert_eq!(code, Some(0), "{error}");
    assert!(error.contains("A4 in en, its code leads to https://bussola.example/q/"), "a list gets one, too: {error}");
}

/// `bussola export services | head -1`
#[test]
fn a_reader_who_leaves_early_is_no_panic() {
    let data = Data::new();
    let mut child =
        bussola(&data.path()).args(["doctor"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let error = String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap();
    assert!(!error.contains("panicked"), "{error}");
}
