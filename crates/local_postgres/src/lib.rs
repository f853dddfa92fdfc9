//! The Postgres Bussola brings along when no `DATABASE_URL` is given: the machine's own binaries, a cluster under
//! the data folder, reached through a Unix socket only. Blocking: call it from `spawn_blocking`.
//!
//! In the data folder:
//!
//! | path | what |
//! |---|---|
//! | `postgres` | a folder, or a link to one in `/var/lib/bussola-postgres` where only root may enter the data folder |
//! | `postgres/cluster` | the database files (`PGDATA`) |
//! | `postgres/run` | the socket, mode 0700: whoever may enter it is trusted |
//! | `postgres/log` | what Postgres reports |
//! | `postgres.lock` | held exclusively while Postgres is made, started or stopped |
//! | `postgres.users` | held shared by every process that uses this Postgres |
//! | `postgres.started` | process id of the Postgres that Bussola started and the last user stops, or keeps (`db start`) |

mod binaries;
mod cluster;
mod elsewhere;
mod error;
mod folder;
mod identity;
mod postgres;
mod process;
mod program;
pub mod scratch;
mod status;

pub use error::Error;
pub use postgres::{Postgres, Settings, Stopped, program_url, stop};
pub use program::{program, program_alone, program_for};
pub use status::{Status, status};

/// Name of the database, and of the only role.
pub const DATABASE: &str = "bussola";
pub(crate) const PORT: &str = "5432";
