use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use model::pages::PageError;
use serde::{Deserialize, Serialize};

/// Why a page or a call has no answer: a code that may travel to the browser, never an inner message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem(pub PageError);

impl FromServerFnError for Problem {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self(PageError::Internal)
    }
}
