//! What a run stands on: a Postgres of its own in a folder of its own, both gone at the end unless they are to be kept.

use crate::{Options, measure, one_core};
use anyhow::{Context, Result, bail, ensure};
use chrono::{DateTime, Utc};
use local_postgres::{DATABASE, Postgres, Settings};
use portal::{DatabaseSettings, Portal, taxonomies};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The same for us and for every rival: as on a small server of one's own.
const POSTGRES: &str =
    "shared_buffers = '1GB'\nmax_wal_size = '8GB'\nmaintenance_work_mem = '256MB'\nrandom_page_cost = 1.1\n";
const CONNECTIONS: u16 = 100;
/// Ten times what it takes.
const PATIENCE_A_SERVICE: Duration = Duration::from_millis(9);

pub struct Ground {
    folder: PathBuf,
    temporary: Option<TempDir>,
    postgres: Option<Postgres>,
    began: Instant,
    pub now: DateTime<Utc>,
    pub bussola: PathBuf,
    pub site: PathBuf,
    /// How long an index may take to be built.
    pub patience: Duration,
}

impl Ground {
    pub fn prepare(options: &Options, now: DateTime<Utc>) -> Result<Self> {
        // Early: what is missing is said before all the work is done.
        let serves = options.wants_any(&measure::SERVED);
        let (bussola, site) = if serves { (bussola(options)?, site(options)?) } else { Default::default() };
        let patience = Duration::from_secs(900).max(PATIENCE_A_SERVICE * options.services);
        let temporary = match &options.keep {
            Some(_) => None,
            None => Some(tempfile::Builder::new().prefix("bussola-bench.").tempdir()?),
        };
        let folder = match (&options.keep, &temporary) {
            (Some(folder), _) => {
                fs::create_dir_all(folder)?;
                folder.canonicalize()?
            }
            (None, Some(temporary)) => temporary.path().to_owned(),
            (None, None) => bail!("no folder to work in"),
        };
        // The user that Postgres runs as must get in.
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755))?;
        let mut ground =
            Self { folder, temporary, postgres: None, began: Instant::now(), now, bussola, site, patience };
        let settings = ground.settings();
        let first = Postgres::start(&settings)?;
        let configuration = settings.data.join("postgres/cluster/postgresql.conf");
        let text = fs::read_to_string(&configuration)?;
        if !text.ends_with(POSTGRES) {
            fs::write(&configuration, format!("{text}\n{POSTGRES}"))?;
        }
        first.stop_if_last()?;
        ground.postgres = Some(Postgres::start(&settings)?);
        Ok(ground)
    }

    fn settings(&self) -> Settings {
        Settings { data: self.path("data"), durable: true, max_connections: CONNECTIONS }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Where the program keeps its index: the search core is measured on the same one, before it is served.
    pub fn index(&self) -> PathBuf {
        self.path("serve/index/0")
    }

    /// What is made stays for the next run.
    pub fn is_kept(&self) -> bool {
        self.temporary.is_none()
    }

    pub fn say(&self, what: impl AsRef<str>) {
        eprintln!("[{:>4} s] {}", self.began.elapsed().as_secs(), what.as_ref());
    }

    /// Connections made from now on are served on the core of the servers that ask: else the one of ours and of the rivals
    /// that leaves more to Postgres would have two.
    pub fn keep_postgres_on_one_core(&self) -> Result<()> {
        let pid = local_postgres::status(&self.path("data"))?.pid.context("Postgres does not run")?;
        one_core::keep(pid.to_string())
    }

    pub fn url_of(&self, database: &str) -> Result<String> {
        Ok(self.postgres.as_ref().context("Postgres does not run")?.url_of(database))
    }

    pub fn url(&self) -> Result<String> {
        self.url_of(DATABASE)
    }

    pub async fn connect(&self, database: &str) -> Result<PgConnection> {
        Ok(PgConnection::connect(&self.url_of(database)?).await?)
    }

    /// A new database with schema and taxonomies, open.
    pub async fn portal(&self, database: &str) -> Result<Portal> {
        if database != DATABASE {
            let mut admin = self.connect("postgres").await?;
            sqlx::query(AssertSqlSafe(format!("create database {database}"))).execute(&mut admin).await?;
            admin.close().await?;
        }
        self.join(database).await
    }

    pub async fn join(&self, database: &str) -> Result<Portal> {
        let settings = DatabaseSettings {
            url: self.url_of(database)?,
            max_connections: 4,
            statement_timeout: Duration::from_secs(600),
        };
        let portal = Portal::connect(&settings).await?;
        taxonomies::load(&portal, self.now).await?;
        Ok(portal)
    }

    pub async fn drop_database(&self, database: &str) -> Result<()> {
        let mut admin = self.connect("postgres").await?;
        sqlx::query(AssertSqlSafe(format!("drop database {database} with (force)"))).execute(&mut admin).await?;
        Ok(admin.close().await?)
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        drop(self.postgres.take());
        if let Err(error) = local_postgres::stop(&self.path("data"), true) {
            eprintln!("cannot stop the Postgres of this run: {error}");
        }
    }
}

fn bussola(options: &Options) -> Result<PathBuf> {
    let beside = || std::env::current_exe().ok().map(|bench| bench.with_file_name("bussola"));
    let program = options.bussola.clone().or_else(beside).context("which program? (--bussola)")?;
    ensure!(program.is_file(), "{} is not there: `make build` makes it", program.display());
    Ok(program)
}

fn site(options: &Options) -> Result<PathBuf> {
    let site = options.site.clone().unwrap_or_else(|| PathBuf::from("target/site"));
    ensure!(site.join("pkg").is_dir(), "{} holds no built site: `make build` makes it", site.display());
    // The program may be started from elsewhere.
    Path::new(&site).canonicalize().context("the built site")
}
