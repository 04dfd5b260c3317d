//! Pairs in sentences: `--format explain`.

use std::io::{self, Write};

use wirecopy::{Explanation, Report};

use crate::clean;
use crate::table::{Found, summary};
use crate::terminal::{Ink, Terminal};

/// Before all sentences but the first.
const INDENT: usize = 3;

/// Writes the summary and a paragraph for each pair.
pub(crate) fn write_report(
    out: &mut impl Write,
    report: &Report,
    found: Found,
    terminal: Terminal,
) -> io::Result<()> {
    writeln!(out, "{}", terminal.paint(Ink::Bold, summary(report, found)))?;
    for pair in &report.pairs {
        writeln!(out)?;
        write(out, &pair.explanation(), terminal)?;
    }
    Ok(())
}

/// Writes a sentence on each line.
pub(crate) fn write(
    out: &mut impl Write,
    explanation: &Explanation,
    terminal: Terminal,
) -> io::Result<()> {
    for (position, sentence) in explanation.sentences().iter().enumerate() {
        let sentence = clean::name(sentence);
        if position == 0 {
            writeln!(out, "{}", terminal.paint(Ink::Bold, &sentence))?;
        } else {
            writeln!(out, "{:INDENT$}{sentence}", "")?;
        }
    }
    Ok(())
}
