//! Tables of page furniture: opened before a check, written after it.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use wirecopy::FurnitureTable;

use crate::failure::Failure;
use crate::output::Target;

/// Reads the table that a path names, if one was named.
pub(crate) fn open(path: Option<&Path>) -> Result<Option<FurnitureTable>, Failure> {
    let Some(path) = path else {
        return Ok(None);
    };
    let file = File::open(path).map_err(|source| wirecopy::Error::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    match FurnitureTable::from_reader(BufReader::new(file)) {
        Err(wirecopy::Error::NotFurniture(reason)) => Err(Failure::NotFurniture {
            path: path.to_owned(),
            reason,
        }),
        table => Ok(Some(table?)),
    }
}

/// Writes a table.
pub(crate) fn write(table: &FurnitureTable, target: &Target) -> Result<(), Failure> {
    target.write(|out| match table.to_writer(out) {
        Err(wirecopy::Error::Write(source)) => Err(source),
        other => other.map_err(io::Error::other),
    })
}
