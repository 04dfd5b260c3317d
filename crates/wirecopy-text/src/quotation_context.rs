//! What the characters around a quotation mark say about the part that it plays.

use crate::quotation_marks::{Kind, Mark, Sign};
use crate::unspaced::is_unspaced;

/// A text up to the end of the paragraph in which marks are judged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'t> {
    pub(crate) text: &'t str,
    pub(crate) end: usize,
}

/// What a mark does to the quotation that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fitness {
    Closes,
    /// It closes unless a better one follows.
    Doubtful,
    /// It opens another one, inside the open one or because that one's partner was lost.
    Opens,
    Neither,
}

/// What marks of another sort, met on the way to the closing one, have opened.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct OtherMarks {
    /// A quotation between other marks is open inside this one.
    open: bool,
}

impl Context<'_> {
    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text[at..self.end].chars().next()
    }

    /// Returns the kind of quotation that the mark can open, outside any other.
    pub(crate) fn opens(&self, mark: Mark) -> Option<Kind> {
        let (before, after) = (self.before(mark.start), self.after(mark.end));
        let free_before = before.is_none_or(|c| !is_of_word(c));
        let word_behind = after.is_some_and(|c| !c.is_whitespace());
        let detached = before.is_none_or(char::is_whitespace);
        match mark.sign {
            Sign::Straight | Sign::StraightPair => {
                // Tokenised text has blanks on both sides of each mark.
                let can = detached
                    || before.is_some_and(is_opening) && word_behind
                    || free_before && after.is_some_and(char::is_alphanumeric);
                if mark.sign == Sign::StraightPair {
                    return (can && word_behind).then_some(Kind::StraightPair);
                }
                let opens = can && after.is_some() && !self.is_broken_mark(mark.end);
                opens.then_some(Kind::Straight)
            }
            Sign::StraightSingle => ((detached || before.is_some_and(is_opening))
                && after.is_some_and(begins_quoted)
                && !self.elides(mark.end))
            .then_some(Kind::StraightSingle),
            Sign::CurlyLeft => Some(Kind::Curly),
            Sign::CurlyRight => {
                (detached && after.is_some_and(char::is_alphanumeric)).then_some(Kind::CurlyRight)
            }
            Sign::LowDouble => Some(Kind::Low),
            Sign::SingleLeft => {
                (free_before && word_behind && !self.elides(mark.end)).then_some(Kind::Single)
            }
            Sign::LowSingle => (free_before && word_behind).then_some(Kind::LowSingle),
            Sign::GuillemetLeft => Some(Kind::Guillemets),
            Sign::GuillemetRight => (free_before && after.is_some_and(char::is_alphanumeric))
                .then_some(Kind::ReversedGuillemets),
            Sign::SmallGuillemetLeft => Some(Kind::SmallGuillemets),
            Sign::SmallGuillemetRight => (free_before && after.is_some_and(char::is_alphanumeric))
                .then_some(Kind::ReversedSmallGuillemets),
            Sign::CornerLeft => Some(Kind::Corners),
            Sign::WhiteCornerLeft => Some(Kind::WhiteCorners),
            Sign::PrimeLeft => Some(Kind::Primes),
            Sign::GravePair => after.is_some().then_some(Kind::Typewriter),
            Sign::SingleRight
            | Sign::CornerRight
            | Sign::WhiteCornerRight
            | Sign::PrimeRight
            | Sign::ApostrophePair => None,
        }
    }

    /// Says whether the mark before `at` is what is left of a dash or of a closing mark that was read in a wrong encoding:
    /// no quotation begins with a question mark and a word right behind it.
    fn is_broken_mark(&self, at: usize) -> bool {
        let rest = self.text[at..self.end].strip_prefix('?');
        rest.is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_alphanumeric() || c.is_whitespace())
        })
    }

    /// Says whether a mark before `at` stands for letters left out: `‘90s`, `‘em`, `'s avonds`.
    fn elides(&self, at: usize) -> bool {
        const SHORTENED: [&str; 16] = [
            "bout",
            "cause",
            "cos",
            "cuz",
            "em",
            "n",
            "ndrangheta",
            "ne",
            "nen",
            "nuff",
            "round",
            "til",
            "tis",
            "twas",
            "twould",
            "un",
        ];
        let rest = &self.text[at..self.end];
        let word = &rest[..rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len())];
        let decade = word.len() >= 2
            && word.as_bytes()[..2].iter().all(u8::is_ascii_digit)
            && matches!(&word[2..], "" | "s");
        // Dutch and German articles and pronouns, unless the letter itself is quoted.
        let letter = matches!(word, "d" | "k" | "m" | "n" | "r" | "s" | "t")
            && !rest[word.len()..].starts_with(['\'', '’']);
        decade
            || letter
            || SHORTENED
                .iter()
                .any(|shortened| word.eq_ignore_ascii_case(shortened))
    }

    /// Judges what `mark` does to the quotation that `open` opened.
    pub(crate) fn fitness(
        &self,
        open: Mark,
        mark: Mark,
        kind: Kind,
        other_marks: &mut OtherMarks,
    ) -> Fitness {
        if let Some(fitness) = self.fitness_of_other(mark, kind, other_marks) {
            return fitness;
        }
        if kind.is_closed_by(mark.sign) && mark.start > open.end {
            return self.fitness_to_close(open, mark, kind);
        }
        if mark.sign == open.sign && self.opens(mark) == Some(kind) {
            return Fitness::Opens;
        }
        Fitness::Neither
    }

    /// Judges a mark of another sort than the one that opened, if it matters.
    ///
    /// A quotation that a curly mark opened may end with a straight one, and the other way round:
    /// editors paste both into one article. And an apostrophe inside a double quotation does not
    /// end what a straight single mark opened before that.
    fn fitness_of_other(
        &self,
        mark: Mark,
        kind: Kind,
        other_marks: &mut OtherMarks,
    ) -> Option<Fitness> {
        let opens = match (kind, mark.sign) {
            (Kind::StraightSingle, Sign::Straight) => {
                other_marks.open = !other_marks.open;
                return Some(Fitness::Neither);
            }
            (Kind::StraightSingle, Sign::CurlyLeft | Sign::LowDouble | Sign::GuillemetLeft) => {
                other_marks.open = true;
                return Some(Fitness::Neither);
            }
            (Kind::StraightSingle, Sign::CurlyRight | Sign::GuillemetRight) => {
                other_marks.open = false;
                return Some(Fitness::Neither);
            }
            (Kind::StraightSingle, _) => {
                return other_marks.open.then_some(Fitness::Neither);
            }
            (Kind::Straight, Sign::CurlyLeft) => true,
            (Kind::Straight, Sign::CurlyRight) => false,
            (Kind::Curly | Kind::Low, Sign::Straight) => self.opens(mark).is_some(),
            _ => return None,
        };
        // A curly pair inside straight marks, or the other way round.
        if opens || other_marks.open {
            other_marks.open = opens;
            return Some(Fitness::Neither);
        }
        let ends_word = self.before(mark.start).is_some_and(|c| !c.is_whitespace())
            && self.after(mark.end).is_none_or(|c| !c.is_alphanumeric());
        Some(if !ends_word {
            Fitness::Neither
        } else if self.before(mark.start).is_some_and(|c| c.is_ascii_digit()) {
            Fitness::Doubtful
        } else {
            Fitness::Closes
        })
    }

    /// Judges a mark that can close quotations of this kind.
    fn fitness_to_close(&self, open: Mark, mark: Mark, kind: Kind) -> Fitness {
        let (before, after) = (self.before(mark.start), self.after(mark.end));
        let word_before = before.is_some_and(|c| !c.is_whitespace());
        let free_behind = after.is_none_or(|c| !is_of_word(c));
        let letter_behind = after.is_some_and(char::is_alphanumeric);
        match kind {
            Kind::Straight | Kind::StraightPair => {
                if !word_before && self.is_broken_mark(mark.end) {
                    return Fitness::Neither;
                }
                let spaced_open = self.after(open.end).is_some_and(char::is_whitespace);
                if !word_before && (spaced_open || after.is_none_or(char::is_whitespace)) {
                    return Fitness::Closes;
                }
                if !word_before || before.is_some_and(is_opening) && letter_behind {
                    return if after.is_none() {
                        Fitness::Closes
                    } else {
                        Fitness::Opens
                    };
                }
                self.unless_inches(mark)
            }
            Kind::CurlyRight if !word_before && letter_behind => Fitness::Opens,
            Kind::Curly | Kind::CurlyRight => self.unless_inches(mark),
            Kind::StraightSingle | Kind::Single | Kind::LowSingle => {
                if !word_before {
                    return match kind {
                        Kind::StraightSingle if self.opens(mark).is_some() => Fitness::Opens,
                        _ => Fitness::Neither,
                    };
                }
                if self.is_plural_of_one_word(open, mark) {
                    return Fitness::Doubtful;
                }
                if !free_behind {
                    return Fitness::Neither;
                }
                let plural = before.is_some_and(|c| matches!(c, 's' | 'S'))
                    && !self.follows_possessive(open, mark)
                    && self.word_follows(mark.end);
                if plural {
                    Fitness::Doubtful
                } else {
                    Fitness::Closes
                }
            }
            Kind::Low if mark.sign == Sign::CurlyLeft && letter_behind && !word_before => {
                Fitness::Neither
            }
            Kind::ReversedGuillemets | Kind::ReversedSmallGuillemets => {
                // The mark that opened may close too, as in Finland.
                let same = mark.sign == open.sign;
                if word_before && !(same && letter_behind) {
                    Fitness::Closes
                } else if same && self.opens(mark) == Some(kind) {
                    Fitness::Opens
                } else {
                    Fitness::Neither
                }
            }
            _ => Fitness::Closes,
        }
    }

    /// Judges a double mark that can close: behind a digit and before a word in lower case it may
    /// be the sign for inches.
    fn unless_inches(&self, mark: Mark) -> Fitness {
        let digit = self.before(mark.start).is_some_and(|c| c.is_ascii_digit());
        if digit && self.lower_case_word_follows(mark.end) {
            Fitness::Doubtful
        } else {
            Fitness::Closes
        }
    }

    /// Says whether `open` and `mark` enclose one word, of which an `s` behind makes the plural:
    /// `three ‘maybe’s`.
    fn is_plural_of_one_word(&self, open: Mark, mark: Mark) -> bool {
        let behind = &self.text[mark.end..self.end];
        let plural = behind
            .strip_prefix('s')
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        // The longest word of a dictionary is no longer.
        plural && mark.start - open.end <= 64 && {
            let quoted = &self.text[open.end..mark.start];
            quoted.chars().all(char::is_alphanumeric)
        }
    }

    /// Says whether `mark` stands behind an apostrophe and an `s`, as in `‘Anna’s’`: that is no plural,
    /// which would take an apostrophe more.
    fn follows_possessive(&self, open: Mark, mark: Mark) -> bool {
        let quoted = &self.text[open.end..mark.start];
        quoted
            .strip_suffix(['s', 'S'])
            .is_some_and(|word| word.ends_with(['’', '\'']))
    }

    fn word_follows(&self, at: usize) -> bool {
        let rest = &self.text[at..self.end];
        rest.starts_with(char::is_whitespace)
            && rest.trim_start().starts_with(char::is_alphanumeric)
    }

    fn lower_case_word_follows(&self, at: usize) -> bool {
        let rest = &self.text[at..self.end];
        rest.starts_with([' ', '\n']) && rest.trim_start().starts_with(char::is_lowercase)
    }
}

/// Says whether a mark next to `c` stands inside a word. Scripts without spaces have no such place.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() && !is_unspaced(c)
}

/// Says whether a quotation between single straight marks can begin with `c`.
fn begins_quoted(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(
            c,
            '"' | '“' | '(' | '[' | '¿' | '¡' | '.' | '…' | '$' | '£' | '€'
        )
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '[' | '{' | '—' | '–' | '-' | '/' | '‘' | '“' | '«' | '¿' | '¡' | '=' | '>'
    )
}
