//! What is known of a word besides its letters.

use std::fmt;
use std::ops::{BitOr, BitOrAssign};

/// A set of marks on one word, in one byte.
///
/// # Example
/// ```
/// use wirecopy_text::Marks;
///
/// let mut marks = Marks::NUMBER;
/// marks.insert(Marks::QUOTED);
/// assert!(marks.contains(Marks::QUOTED));
/// assert!(!marks.contains(Marks::QUOTED | Marks::CAPITALISED));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Marks(u8);

impl Marks {
    /// No mark.
    pub const NONE: Self = Self(0);
    /// The word stands inside quotation marks (see [`quotations`](crate::quotations)).
    pub const QUOTED: Self = Self(1);
    /// The first letter of the word, or of what follows an elision (`l’Orrin`), is an upper-case or title-case letter.
    pub const CAPITALISED: Self = Self(1 << 1);
    /// The word holds a digit or another numeral.
    pub const NUMBER: Self = Self(1 << 2);
    /// The word is the first of its sentence (see [`sentences`](crate::sentences)).
    pub const SENTENCE_START: Self = Self(1 << 3);
    /// The word is the first of its line (see [`lines`](crate::lines)).
    pub const LINE_START: Self = Self(1 << 4);
    /// The word belongs to a closed class of the language that the text is told to be in: article, pronoun, preposition,
    /// conjunction, auxiliary; of another language than English its [`stop_words`](crate::stop_words). Of English where no
    /// language is told.
    pub const FUNCTION: Self = Self(1 << 5);

    const NAMES: [(Self, &'static str); 6] = [
        (Self::QUOTED, "QUOTED"),
        (Self::CAPITALISED, "CAPITALISED"),
        (Self::NUMBER, "NUMBER"),
        (Self::SENTENCE_START, "SENTENCE_START"),
        (Self::LINE_START, "LINE_START"),
        (Self::FUNCTION, "FUNCTION"),
    ];

    /// Says whether all of `marks` are set.
    #[inline]
    #[must_use]
    pub const fn contains(self, marks: Self) -> bool {
        self.0 & marks.0 == marks.0
    }

    /// Says whether any of `marks` is set.
    #[inline]
    #[must_use]
    pub const fn intersects(self, marks: Self) -> bool {
        self.0 & marks.0 != 0
    }

    /// Sets `marks`.
    #[inline]
    pub const fn insert(&mut self, marks: Self) {
        self.0 |= marks.0;
    }

    /// Takes `marks` away.
    #[inline]
    pub const fn remove(&mut self, marks: Self) {
        self.0 &= !marks.0;
    }

    /// Says whether no mark is set.
    #[inline]
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl BitOr for Marks {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Marks {
    fn bitor_assign(&mut self, other: Self) {
        self.insert(other);
    }
}

impl fmt::Debug for Marks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Self::NAMES
            .iter()
            .filter(|(mark, _)| self.contains(*mark))
            .map(|(_, name)| *name);
        formatter.write_str("Marks(")?;
        for (position, name) in names.enumerate() {
            formatter.write_str(if position == 0 { "" } else { " | " })?;
            formatter.write_str(name)?;
        }
        formatter.write_str(")")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_are_different_bits() {
        let mut all = Marks::NONE;
        for (mark, _) in Marks::NAMES {
            assert!(!all.intersects(mark));
            all.insert(mark);
        }
        assert_eq!(all.0.count_ones(), 6);
    }

    #[test]
    fn marks_print_by_name() {
        assert_eq!(
            format!("{:?}", Marks::QUOTED | Marks::NUMBER),
            "Marks(QUOTED | NUMBER)"
        );
        assert_eq!(format!("{:?}", Marks::NONE), "Marks()");
    }
}
