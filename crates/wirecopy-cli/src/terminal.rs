//! What the terminal can show: its width and its colours.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, IsTerminal as _};

use crate::flags::ColorChoice;

/// How wide lines are where no terminal says it.
const DEFAULT_WIDTH: usize = 100;

/// Narrower than this nothing can be read; lines then wrap.
const LEAST_WIDTH: usize = 40;

/// What the reader of standard output looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terminal {
    /// Columns of a line.
    pub(crate) width: usize,
    /// Whether escape sequences for colours are wanted.
    pub(crate) colour: bool,
}

impl Terminal {
    /// Asks the environment and standard output.
    pub(crate) fn of_stdout(choice: ColorChoice) -> Self {
        let width =
            || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
        Self {
            width: width_or(width),
            colour: colour(
                choice,
                io::stdout().is_terminal(),
                &Wishes::of_environment(),
            ),
        }
    }

    /// Asks the environment only: the reader of a file has no terminal yet.
    pub(crate) fn of_file(choice: ColorChoice) -> Self {
        Self {
            width: width_or(|| None),
            colour: colour(choice, false, &Wishes::of_environment()),
        }
    }

    /// Gives a text that prints itself in an ink, or plain where colours are not wanted.
    pub(crate) fn paint<T: fmt::Display>(self, ink: Ink, text: T) -> Painted<T> {
        Painted {
            ink: if self.colour { ink } else { Ink::Plain },
            text,
        }
    }
}

/// Says whether to talk in colours on standard error.
pub(crate) fn stderr_colour() -> bool {
    colour(
        ColorChoice::Auto,
        io::stderr().is_terminal(),
        &Wishes::of_environment(),
    )
}

/// What the environment says about colours.
#[derive(Debug, Default)]
struct Wishes {
    no_color: Option<OsString>,
    term: Option<OsString>,
}

impl Wishes {
    fn of_environment() -> Self {
        Self {
            no_color: std::env::var_os("NO_COLOR"),
            term: std::env::var_os("TERM"),
        }
    }
}

/// `NO_COLOR` counts when it is not empty (no-color.org); a flag outranks it.
fn colour(choice: ColorChoice, is_terminal: bool, wishes: &Wishes) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            is_terminal
                && wishes
                    .no_color
                    .as_ref()
                    .is_none_or(|value| value.is_empty())
                && wishes.term.as_ref().is_none_or(|value| value != "dumb")
        }
    }
}

/// The width that the environment states, else the one that was measured.
fn width_or(measured: impl FnOnce() -> Option<usize>) -> usize {
    width_from(std::env::var("COLUMNS").ok().as_deref())
        .or_else(measured)
        .unwrap_or(DEFAULT_WIDTH)
        .max(LEAST_WIDTH)
}

fn width_from(columns: Option<&str>) -> Option<usize> {
    columns?.trim().parse().ok().filter(|width| *width > 0)
}

/// The few ways in which text stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Ink {
    #[default]
    Plain,
    Bold,
    Dim,
    Red,
    Yellow,
    Cyan,
    /// What is gone: red and struck through, for those who cannot tell red from green.
    Deleted,
    /// What is new: green and underlined.
    Inserted,
    /// The word that begins an error.
    Error,
}

impl Ink {
    /// The parameters of the escape sequence (ECMA-48, "select graphic rendition").
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Red => "31",
            Self::Yellow => "33",
            Self::Cyan => "36",
            Self::Deleted => "31;9",
            Self::Inserted => "32;4",
            Self::Error => "1;31",
        }
    }
}

/// A text with its ink.
#[derive(Debug)]
pub(crate) struct Painted<T> {
    ink: Ink,
    text: T,
}

impl<T: fmt::Display> fmt::Display for Painted<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ink == Ink::Plain {
            return self.text.fmt(formatter);
        }
        write!(formatter, "\u{1b}[{}m", self.ink.code())?;
        self.text.fmt(formatter)?;
        formatter.write_str("\u{1b}[0m")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_is_taken_when_it_is_a_positive_number() {
        assert_eq!(width_from(Some("72")), Some(72));
        assert_eq!(width_from(Some("0")), None);
        assert_eq!(width_from(Some("wide")), None);
        assert_eq!(width_from(None), None);
    }

    #[test]
    fn colours_are_for_terminals() {
        assert!(colour(ColorChoice::Auto, true, &Wishes::default()));
        assert!(!colour(ColorChoice::Auto, false, &Wishes::default()));
    }

    #[test]
    fn the_environment_can_refuse_colours() {
        let no_color = |value: &str| Wishes {
            no_color: Some(value.into()),
            ..Wishes::default()
        };
        assert!(!colour(ColorChoice::Auto, true, &no_color("1")));
        assert!(colour(ColorChoice::Auto, true, &no_color("")));
        let dumb = Wishes {
            term: Some("dumb".into()),
            ..Wishes::default()
        };
        assert!(!colour(ColorChoice::Auto, true, &dumb));
    }

    #[test]
    fn a_flag_outranks_terminal_and_environment() {
        let refused = Wishes {
            no_color: Some("1".into()),
            ..Wishes::default()
        };
        assert!(colour(ColorChoice::Always, false, &refused));
        assert!(!colour(ColorChoice::Never, true, &Wishes::default()));
    }

    #[test]
    fn paint_leaves_no_trace_without_colours() {
        let plain = Terminal {
            width: 80,
            colour: false,
        };
        let colourful = Terminal {
            width: 80,
            colour: true,
        };
        assert_eq!(plain.paint(Ink::Red, "word").to_string(), "word");
        assert_eq!(
            colourful.paint(Ink::Red, "word").to_string(),
            "\u{1b}[31mword\u{1b}[0m"
        );
    }
}
