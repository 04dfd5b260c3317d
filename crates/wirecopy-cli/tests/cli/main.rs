//! Runs the program as people and scripts do.

#![expect(
    clippy::unwrap_used,
    reason = "a test that unwraps says enough by failing"
)]

mod bad_input;
mod check;
mod compare;
mod desk;
mod duplicates;
mod furniture;
mod generate;
mod keywords;
mod output;
mod reading;
mod selection;
mod similar;
mod terminal;
mod tokens;
mod usage;
