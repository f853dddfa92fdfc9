//! Single values: what a source wrote to what we keep. Each answers with the reason when it cannot.

mod address;
mod date;
mod email;
mod hours;
mod language;
mod phone;
mod text;
mod web;
mod week;

pub use address::{country, decimal};
pub use date::{date, instant};
pub use email::email;
pub use hours::{day, doubt, opening_hours, opening_hours_of, times, weekday_hours};
pub use language::{language, languages_of_text};
pub use phone::phones;
pub use text::{line, plain};
pub use web::url;
pub use week::week_hours;
