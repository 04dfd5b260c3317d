//! What is said on standard error about records that were skipped and texts that were repaired.

use std::io::{self, Write};

use wirecopy::{Repaired, Skipped, Warning};

use crate::clean;
use crate::figures::{counted, grouped};

/// So many are named one by one; who needs all of them finds them in the JSON report.
const MOST_NAMED: usize = 20;

/// Columns of a reason. It may quote the record, which may be long.
const REASON_WIDTH: usize = 160;

/// What to tell.
#[derive(Debug)]
pub(crate) struct Notices<'r> {
    pub(crate) skipped: &'r [Skipped],
    pub(crate) repaired: &'r [Repaired],
    pub(crate) warnings: &'r [Warning],
    /// How many records were not skipped.
    pub(crate) checked: u64,
}

impl Notices<'_> {
    /// Tells all but the summary, on standard error.
    pub(crate) fn tell(&self) {
        // Where standard error is closed nobody is left to be told.
        let _ = self.write(&mut io::stderr().lock());
    }

    /// Tells the summary, on standard error, if anything was skipped.
    pub(crate) fn tell_summary(&self) {
        if let Some(summary) = self.summary() {
            let _ = writeln!(io::stderr().lock(), "{summary} skipped");
        }
    }

    /// Gives `3 of 10,000 records`, if any was skipped.
    pub(crate) fn summary(&self) -> Option<String> {
        let skipped = self.skipped.len() as u64;
        let records = counted(self.checked + skipped, "record", "records");
        (skipped > 0).then(|| format!("{} of {records}", grouped(skipped)))
    }

    fn write(&self, err: &mut impl Write) -> io::Result<()> {
        for repaired in self.repaired.iter().take(MOST_NAMED) {
            writeln!(
                err,
                "warning: {}: byte {} is no UTF-8; {} replaced",
                clean::name(&repaired.origin),
                repaired.offset,
                counted(repaired.replacements, "byte", "bytes"),
            )?;
        }
        write_rest(err, self.repaired.len())?;
        for warning in self.warnings.iter().take(MOST_NAMED) {
            write!(err, "warning: ")?;
            let origin = warning.origin.as_deref().map(clean::name);
            let place = match (origin, warning.line) {
                (Some(origin), Some(line)) => Some(format!("{origin}:{line}")),
                (origin, _) => origin.map(|origin| origin.to_string()),
            };
            // A record without an id goes by its place.
            if let Some(place) = place.filter(|place| *place != warning.id) {
                write!(err, "{place}: ")?;
            }
            let reason = clean::shorten_end(&clean::name(&warning.reason), REASON_WIDTH);
            writeln!(err, "{}: {reason}", clean::name(&warning.id))?;
        }
        write_rest(err, self.warnings.len())?;
        for skipped in self.skipped.iter().take(MOST_NAMED) {
            write!(err, "skipped: {}", clean::name(&skipped.origin))?;
            if let Some(line) = skipped.line {
                write!(err, ":{line}")?;
            }
            let reason = clean::shorten_end(&clean::name(&skipped.reason), REASON_WIDTH);
            writeln!(err, ": {reason}")?;
        }
        write_rest(err, self.skipped.len())
    }
}

fn write_rest(err: &mut impl Write, all: usize) -> io::Result<()> {
    match all.saturating_sub(MOST_NAMED) {
        0 => Ok(()),
        more => writeln!(err, "… and {} more", grouped(more as u64)),
    }
}
