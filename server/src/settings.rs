//! Every setting: a flag and an environment variable, checked before anything starts.

mod values;

use clap::Args;
use std::{
    env,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};
pub use values::without_password;
use values::{address_of_database, duration, filter, folder, number, origin, reporting_address, tiles};

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Settings (all commands)")]
pub struct Settings {
    /// Postgres to use, instead of an own one below the data folder
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true, value_name = "URL", value_parser = address_of_database)]
    database_url: Option<String>,
    /// Folder for the own Postgres and the search index
    #[arg(long, env = "BUSSOLA_DATA", global = true, value_name = "FOLDER", default_value = "./data", value_parser = folder)]
    pub data: PathBuf,
    /// Address and port to listen on
    #[arg(long, env = "BUSSOLA_ADDR", global = true, value_name = "IP:PORT", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,
    /// Scheme and host that visitors see, for links and QR codes [default: http:// and the address to listen on]
    #[arg(long, env = "BUSSOLA_ORIGIN", global = true, value_name = "URL", value_parser = origin)]
    origin: Option<String>,
    /// Folder with the built style, scripts and WebAssembly [default: `site` beside the build folder of the program]
    #[arg(long, env = "BUSSOLA_SITE", global = true, value_name = "FOLDER", value_parser = folder)]
    site: Option<PathBuf>,
    /// Vector tiles (PMTiles) to show below the places on the map [default: outlines of countries and regions]
    #[arg(long, env = "BUSSOLA_MAP", global = true, value_name = "FILE", value_parser = tiles)]
    map: Option<PathBuf>,
    /// Folder with the fonts Noto Sans and Noto Sans Arabic, for cards as PDF [default: where systems keep them]
    #[arg(long, env = "BUSSOLA_FONTS", global = true, value_name = "FOLDER", value_parser = folder)]
    pub fonts: Option<PathBuf>,
    /// Where visitors reach you, for the pages about privacy and accessibility (mailto: or https:)
    #[arg(long, env = "BUSSOLA_CONTACT", global = true, value_name = "URL", value_parser = reporting_address)]
    pub contact: Option<String>,
    /// Where to report security problems, for security.txt (mailto: or https:)
    #[arg(long, env = "BUSSOLA_SECURITY_CONTACT", global = true, value_name = "URL", value_parser = reporting_address)]
    pub security_contact: Option<String>,
    /// Serve /{locale}/styleguide, where every part of the pages is shown: for development
    #[arg(long, env = "BUSSOLA_STYLEGUIDE", global = true)]
    pub styleguide: bool,
    /// Visitors' connections open at once; more wait
    #[arg(long, env = "BUSSOLA_MAX_CONNECTIONS", global = true, value_name = "N", default_value = "1024", value_parser = number(1, 65_536))]
    pub max_connections: u32,
    /// Of these from one address; more are closed. The proxy's, where it runs on another machine: as many as all
    #[arg(long, env = "BUSSOLA_MAX_CONNECTIONS_PER_ADDRESS", global = true, value_name = "N", default_value = "256", value_parser = number(1, 65_536))]
    pub max_connections_per_address: u32,
    /// Requests worked on at once; more wait for a second, then get a 503
    #[arg(long, env = "BUSSOLA_MAX_REQUESTS", global = true, value_name = "N", default_value = "64", value_parser = number(1, 4_096))]
    pub max_requests: u32,
    /// Connections to the database for visitors; four more follow its changes and look after it
    #[arg(long, env = "BUSSOLA_DATABASE_CONNECTIONS", global = true, value_name = "N", default_value = "10", value_parser = number(2, 500))]
    pub database_connections: u32,
    /// A visitor's database statement that takes longer is cancelled
    #[arg(long, env = "BUSSOLA_STATEMENT_TIMEOUT", global = true, value_name = "TIME", default_value = "5s", value_parser = duration)]
    pub statement_timeout: Duration,
    /// A request that takes longer is answered with 503
    #[arg(long, env = "BUSSOLA_REQUEST_TIMEOUT", global = true, value_name = "TIME", default_value = "10s", value_parser = duration)]
    pub request_timeout: Duration,
    /// How long a client may take to send the head of a request, and an idle connection is kept
    #[arg(long, env = "BUSSOLA_HEADER_TIMEOUT", global = true, value_name = "TIME", default_value = "15s", value_parser = duration)]
    pub header_timeout: Duration,
    /// How long requests under way may take to finish after the signal to stop; a second signal ends at once
    #[arg(long, env = "BUSSOLA_DRAIN", global = true, value_name = "TIME", default_value = "10s", value_parser = duration)]
    pub drain: Duration,
    /// What to log: error, warn, info, debug, or module=level pairs
    #[arg(long, env = "BUSSOLA_LOG", global = true, value_name = "FILTER", default_value = "info,sqlx=warn,tantivy=warn", value_parser = filter)]
    pub log: String,
}

impl Settings {
    /// The Postgres the operator named; none means the own one. An empty variable names none.
    pub fn database_url(&self) -> Option<&str> {
        self.database_url.as_deref().filter(|url| !url.is_empty())
    }

    /// Without a slash at the end.
    pub fn origin(&self) -> String {
        match &self.origin {
            Some(origin) if !origin.is_empty() => origin.trim_end_matches('/').to_owned(),
            _ => format!("http://{}", self.addr),
        }
    }

    /// The named folder; else `site` beside the program, beside its build folder, or in `./target`.
    pub fn site(&self) -> PathBuf {
        if let Some(site) = &self.site {
            return site.clone();
        }
        let program = env::current_exe().ok().and_then(|program| program.canonicalize().ok());
        let near =
            program.iter().flat_map(|program| program.ancestors().skip(1).take(2)).map(|folder| folder.join("site"));
        let mut candidates = near.chain([PathBuf::from("target/site")]);
        candidates.find(|site| site.join("pkg").is_dir()).unwrap_or_else(|| Path::new("target/site").to_owned())
    }

    /// The operator's own map, if any. An empty variable names none.
    pub fn map(&self) -> Option<&Path> {
        self.map.as_deref().filter(|file| !file.as_os_str().is_empty())
    }

    /// Name of the environment variable and value, without secrets.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        let time = |duration: Duration| format!("{duration:?}");
        vec![
            ("DATABASE_URL", self.database_url().map_or_else(|| "(own Postgres)".to_owned(), without_password)),
            ("BUSSOLA_DATA", self.data.display().to_string()),
            ("BUSSOLA_ADDR", self.addr.to_string()),
            ("BUSSOLA_ORIGIN", self.origin()),
            ("BUSSOLA_SITE", self.site().display().to_string()),
            ("BUSSOLA_MAP", self.map().map(|file| file.display().to_string()).unwrap_or_default()),
            ("BUSSOLA_FONTS", self.fonts.as_ref().map_or_else(String::new, |folder| folder.display().to_string())),
            ("BUSSOLA_CONTACT", self.contact.clone().unwrap_or_default()),
            ("BUSSOLA_SECURITY_CONTACT", self.security_contact.clone().unwrap_or_default()),
            ("BUSSOLA_STYLEGUIDE", self.styleguide.to_string()),
            ("BUSSOLA_MAX_CONNECTIONS", self.max_connections.to_string()),
            ("BUSSOLA_MAX_CONNECTIONS_PER_ADDRESS", self.max_connections_per_address.to_string()),
            ("BUSSOLA_MAX_REQUESTS", self.max_requests.to_string()),
            ("BUSSOLA_DATABASE_CONNECTIONS", self.database_connections.to_string()),
            ("BUSSOLA_STATEMENT_TIMEOUT", time(self.statement_timeout)),
            ("BUSSOLA_REQUEST_TIMEOUT", time(self.request_timeout)),
            ("BUSSOLA_HEADER_TIMEOUT", time(self.header_timeout)),
            ("BUSSOLA_DRAIN", time(self.drain)),
            ("BUSSOLA_LOG", self.log.clone()),
        ]
    }
}
