//! The small design system: semantic HTML that the stylesheet knows. Every component reads the reader's locale from
//! the context; none needs a script. The class names are those of `style/`.

mod action;
mod address;
mod context;
mod form;
mod found;
mod frame;
mod hours;
mod icon;
mod links;
mod listen;
mod notice;
mod opening;
mod pagination;
mod phones;
mod qr;
pub mod raw;
mod said;
mod specimens;

pub use action::Action;
pub use address::{AddressBlock, directions};
pub use context::locale;
pub use form::{Button, Choice, Choices, Field};
pub use found::{Below, FoundList, ResultItem};
pub use frame::{Footer, Header, LanguageLinks, SkipLink};
pub use hours::{HoursTable, open_days, schema_hours};
pub use icon::{Icon, Sprite};
pub use links::{Breadcrumbs, Chips, FacetLink, FacetList, LinkList};
pub use listen::Listen;
pub use notice::{Notice, Tone};
pub use opening::OpenState;
pub use pagination::Pagination;
pub use phones::PhoneList;
pub use qr::QrCode;
pub use raw::TextArea;
pub use said::{LanguageNotice, Mark, Prose, Said};
pub use specimens::specimens;
