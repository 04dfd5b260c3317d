//! Page furniture: what stands around the articles of an outlet, on page after page.

mod confirm;
mod edges;
mod holders;
mod known;
mod learn;
mod look;
mod outlets;
mod outline;
mod rules;
mod runs;
mod sharing;
mod siblings;
mod table;
mod versions;
mod word_lists;

pub use known::known_lines;
pub(crate) use learn::number;
pub use learn::{LearntFurniture, learn_furniture, learn_furniture_among};
pub use table::FurnitureTable;
