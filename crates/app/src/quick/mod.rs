//! Quick connect: the machines a person reaches for, and what they keep about them.

mod marks;
mod menu;
mod palette;

pub use marks::MarkEdit;
pub use menu::{QuickGroup, QuickItem, QuickMenu};
pub use palette::Found;
pub(crate) use palette::Searched;
