//! Page furniture: what stands around the articles of an outlet, on page after page.

mod edges;
mod known;
mod learn;
mod look;
mod outline;
mod rules;
mod siblings;
mod table;
mod versions;

pub use known::known_lines;
pub(crate) use learn::number;
pub use learn::{LearntFurniture, learn_furniture, learn_furniture_among};
pub use table::FurnitureTable;
