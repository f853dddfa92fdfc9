use crate::{
    DATABASE, Error, PORT,
    binaries::Binaries,
    error::Doing,
    folder::{self, Folder, private},
    identity::Identity,
    postgres::Settings,
    process, program,
};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    fs::{self, File},
    io::ErrorKind,
    os::unix::net::UnixStream,
    path::Path,
    process::Stdio,
    thread::sleep,
    time::Duration,
};

/// A log that has grown past this is set aside (one generation) at the next start.
const LOG_BYTES_MAX: u64 = 10 << 20;
const LOOK: Duration = Duration::from_millis(100);
/// Half a minute for processes of a dead Postgres to end, of which one second without being told.
const ORPHAN_LOOKS: u32 = 300;
const ORPHAN_LOOKS_PATIENT: u32 = 10;
/// Two minutes for a recovery that another process began.
const READY_LOOKS: u32 = 1200;

/// Whether a Postgres answers on the socket. Truer than `postmaster.pid`, which outlives a crash and whose
/// number may by then belong to another process or, in a container, to another world.
pub(crate) fn answers(folder: &Folder) -> bool {
    folder.sockets_are_ours(0) && UnixStream::connect(folder.socket()).is_ok()
}

/// Whether a Postgres takes connections; waits for one that is just starting, recovering or ending.
pub(crate) fn ready(folder: &Folder, binaries: &Binaries) -> Result<bool, Error> {
    for _ in 0..READY_LOOKS {
        if !answers(folder) {
            return Ok(false);
        }
        if process::output(program::client(folder, binaries, "pg_isready").arg("-q")).is_ok() {
            return Ok(true);
        }
        sleep(LOOK);
    }
    let output = format!("it does not take connections; end of {}:\n{}", folder.log().display(), tail(&folder.log()));
    Err(Error::Failed { program: "postgres".to_owned(), status: "still running".to_owned(), output })
}

/// Makes an empty cluster. An interrupted attempt leaves `cluster.new`, which the next one throws away.
pub(crate) fn create(folder: &Folder, binaries: &Binaries, identity: &Identity, durable: bool) -> Result<(), Error> {
    let new = folder.home().join("cluster.new");
    match fs::remove_dir_all(&new) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).doing(|| format!("removing {}", new.display()));
        }
        _ => {}
    }
    tracing::info!(folder = %folder.cluster().display(), version = binaries.version, "making a Postgres cluster");
    let mut command = identity.command(&binaries.path("initdb"), &folder.home());
    command.args(["-D", "cluster.new"]).args(["-U", DATABASE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]);
    command.args(["--data-checksums", "--no-instructions"]);
    if !durable {
        command.arg("--no-sync");
    }
    process::output(&mut command)?;
    let main = new.join("postgresql.conf");
    let text = fs::read_to_string(&main).doing(|| format!("reading {}", main.display()))?;
    let text = format!(
        "{text}\n# Written by Bussola at every start; what you add below it wins.\ninclude_if_exists = 'bussola.conf'\n"
    );
    identity.write(&main, &text)?;
    fs::rename(&new, folder.cluster()).doing(|| format!("naming {}", folder.cluster().display()))?;
    File::open(folder.home()).and_then(|home| home.sync_all()).doing(|| format!("syncing {}", folder.home().display()))
}

/// Starts the server and waits until it takes connections.
pub(crate) fn start(
    folder: &Folder,
    binaries: &Binaries,
    identity: &Identity,
    settings: &Settings,
) -> Result<(), Error> {
    private(&folder.sockets())?;
    if !folder.sockets_are_ours(rustix::process::geteuid().as_raw()) {
        return Err(Error::UnsafeSocketFolder { folder: folder.sockets() });
    }
    identity.give(&folder.sockets())?;
    clear_remains(folder)?;
    configure(folder, identity, settings)?;
    let log = folder.log();
    if fs::metadata(&log).is_ok_and(|about| about.len() > LOG_BYTES_MAX) {
        fs::rename(&log, log.with_extension("old")).doing(|| format!("setting {} aside", log.display()))?;
    }
    let mut command = identity.command(&binaries.path("pg_ctl"), &folder.home());
    command.args(["-D", "cluster", "-l", "log", "-w", "-t", "120", "start"]);
    // Relative paths: pg_ctl hands them to a shell. The server inherits these streams for its lifetime.
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().doing(|| "running pg_ctl start".to_owned())?;
    if status.success() {
        tracing::info!(folder = %folder.cluster().display(), "started Postgres");
        return Ok(());
    }
    let output = format!("end of {}:\n{}", log.display(), tail(&log));
    Err(Error::Failed { program: "pg_ctl start".to_owned(), status: status.to_string(), output })
}

/// Lets transactions end by disconnecting their clients, writes everything down and waits for the end.
pub(crate) fn stop(folder: &Folder, binaries: &Binaries, identity: &Identity) -> Result<(), Error> {
    let mut command = identity.command(&binaries.path("pg_ctl"), &folder.home());
    command.args(["-D", "cluster", "-m", "fast", "-w", "-t", "120", "stop"]);
    process::output(&mut command)?;
    if !folder.sockets().starts_with(folder.home()) {
        // Left behind it does no harm.
        let _ = fs::remove_dir(folder.sockets());
    }
    Ok(())
}

/// What a crash leaves and Postgres itself stumbles over: backends that have not yet noticed that their postmaster
/// is gone, and lock files whose number now belongs to some other program, or to the dead one where nobody
/// collects the dead (containers).
fn clear_remains(folder: &Folder) -> Result<(), Error> {
    let cluster = folder.cluster();
    for look in 0..ORPHAN_LOOKS {
        let orphans = working_in(&cluster);
        if orphans.is_empty() {
            break;
        }
        if look == ORPHAN_LOOKS - 1 {
            let pids: Vec<String> = orphans.iter().map(i32::to_string).collect();
            return Err(Error::Orphans { cluster, pids: pids.join(", ") });
        }
        if look >= ORPHAN_LOOKS_PATIENT {
            // SIGQUIT ends a backend at once; what it had not committed is undone by recovery.
            for pid in orphans.into_iter().filter_map(Pid::from_raw) {
                let _ = kill_process(pid, Signal::QUIT);
            }
        }
        sleep(LOOK);
    }
    for file in [cluster.join("postmaster.pid"), folder.sockets().join(format!(".s.PGSQL.{PORT}.lock"))] {
        // Postgres clears these away itself when the number in them is nobody's.
        if folder::pid_in(&file).is_some_and(|pid| Path::new("/proc").join(pid.to_string()).exists()) {
            fs::remove_file(&file).doing(|| format!("removing the stale {}", file.display()))?;
        }
    }
    Ok(())
}

/// Processes named `postgres` whose working folder is `cluster`.
fn working_in(cluster: &Path) -> Vec<i32> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    pids.filter(|pid| {
        let process = Path::new("/proc").join(pid.to_string());
        fs::read_link(process.join("cwd")).is_ok_and(|folder| folder == cluster)
            && fs::read_to_string(process.join("comm")).is_ok_and(|name| name.trim() == "postgres")
    })
    .collect()
}

fn configure(folder: &Folder, identity: &Identity, settings: &Settings) -> Result<(), Error> {
    // A list of quoted names inside a quoted value.
    let sockets = folder.sockets().to_string_lossy().replace('"', "\"\"").replace('\'', "''").replace('\\', "\\\\");
    let switch = if settings.durable { "on" } else { "off" };
    let text = format!(
        "# Written at every start; put your own settings at the end of postgresql.conf.\n\
         listen_addresses = ''\n\
         port = {PORT}\n\
         unix_socket_directories = '\"{sockets}\"'\n\
         unix_socket_permissions = 0700\n\
         max_connections = {connections}\n\
         timezone = 'UTC'\n\
         log_timezone = 'UTC'\n\
         # Not the values of rows: they may be personal.\n\
         log_error_verbosity = terse\n\
         log_parameter_max_length = 0\n\
         log_parameter_max_length_on_error = 0\n\
         fsync = {switch}\n\
         synchronous_commit = {switch}\n\
         full_page_writes = {switch}\n",
        connections = settings.max_connections,
    );
    identity.write(&folder.cluster().join("bussola.conf"), &text)
}

fn tail(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(15)..].join("\n")
}
