/// What can go wrong below a page or a command. The inner chain is for the log; visitors see a `PageError`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("not found")]
    NotFound,
    /// It was here and was taken back.
    #[error("gone")]
    Gone,
    /// The database is away or overloaded; the same call may succeed shortly.
    #[error("the database is not available")]
    Unavailable(#[source] sqlx::Error),
    #[error("database error")]
    Database(#[source] sqlx::Error),
    #[error("search index error")]
    Search(#[from] search::Error),
    /// The caller's data cannot be used; the text says what and how to mend it.
    #[error("{0}")]
    Invalid(String),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Self::Unavailable(error),
            // 57P0x: the server is stopping or starting; 53xxx: out of resources; 57014, 55P03: our own time limits.
            sqlx::Error::Database(ref inner)
                if inner.code().is_some_and(|code| {
                    code.starts_with("57P") || code.starts_with("53") || code == "57014" || code == "55P03"
                }) =>
            {
                Self::Unavailable(error)
            }
            _ => Self::Database(error),
        }
    }
}

impl From<Error> for model::pages::PageError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::Gone => Self::Gone,
            Error::Unavailable(_) => Self::Unavailable,
            Error::Database(_) | Error::Search(_) | Error::Invalid(_) | Error::Other(_) => Self::Internal,
        }
    }
}
