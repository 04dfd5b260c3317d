//! Documents read some at a time: what is done once for many texts costs a short one less.

use std::ops::Range;

use wirecopy_text::Scratch;

use crate::documents::{Pieces, Watch};
use crate::error::Error;
use crate::interner::Part;
use crate::scan::scan;
use crate::splitter::{Splitter, push_part};
use crate::terms::{TermUnit, TokenPattern};

/// How many documents a thread reads before it says so.
const STEP: usize = 256;

/// How many bytes are read before the line is handed on: few enough to stay in the nearest memory.
const LINE: usize = 1 << 15;

/// Some documents, one behind the other.
#[derive(Debug)]
pub(crate) struct Line<'l> {
    pub(crate) text: &'l [u8],
    /// The tokens of all of them, or for n-grams of the characters of words whatever stands between
    /// white space.
    pub(crate) parts: &'l [Part],
    /// How many parts there are up to the end of each document.
    pub(crate) ends: &'l [usize],
}

/// Cuts documents into tokens, stop words and all.
pub(crate) struct Lines<'d, T> {
    pieces: Pieces<'d, T>,
    rest: Range<usize>,
    splitter: &'d Splitter,
    watch: &'d Watch<'d>,
    /// How many documents were read since the watch heard of any.
    unheard: usize,
    text: String,
    prepared: String,
    inside: Vec<u64>,
    parts: Vec<Part>,
    ends: Vec<usize>,
    scratch: Scratch,
}

impl<'d, T: AsRef<str>> Lines<'d, T> {
    pub(crate) fn new(
        pieces: Pieces<'d, T>,
        range: Range<usize>,
        splitter: &'d Splitter,
        watch: &'d Watch<'d>,
    ) -> Self {
        Self {
            pieces,
            rest: range,
            splitter,
            watch,
            unheard: 0,
            text: String::new(),
            prepared: String::new(),
            inside: Vec::new(),
            parts: Vec::new(),
            ends: Vec::new(),
            scratch: Scratch::default(),
        }
    }

    /// Reads the next documents; `None` behind the last one.
    pub(crate) fn next(&mut self) -> Result<Option<Line<'_>>, Error> {
        if self.unheard >= STEP || (self.rest.is_empty() && self.unheard > 0) {
            self.watch.advance(std::mem::take(&mut self.unheard))?;
        }
        if self.rest.is_empty() {
            return Ok(None);
        }
        self.text.clear();
        self.parts.clear();
        self.ends.clear();
        match (self.pieces, self.splitter.tokenizer()) {
            (Pieces::Texts(texts), None) => self.scanned(texts),
            (Pieces::Texts(texts), Some(tokenizer)) => {
                while self.text.len() < LINE
                    && let Some(at) = self.rest.next()
                {
                    let Self { text, parts, .. } = self;
                    tokenizer.for_each(texts[at].as_ref(), &mut self.scratch, |token, _, _| {
                        push_part(token, text, parts);
                    })?;
                    self.ends.push(self.parts.len());
                }
            }
            (Pieces::Tokens(lists) | Pieces::Terms(lists), _) => {
                while self.text.len() < LINE
                    && let Some(at) = self.rest.next()
                {
                    for string in &lists[at] {
                        push_part(string.as_ref(), &mut self.text, &mut self.parts);
                    }
                    self.ends.push(self.parts.len());
                }
            }
        }
        self.unheard += self.ends.len();
        Ok(Some(Line {
            text: self.text.as_bytes(),
            parts: &self.parts,
            ends: &self.ends,
        }))
    }

    /// Writes texts behind one another, a blank between them that ends the last token, and finds
    /// the tokens of all at once.
    fn scanned(&mut self, texts: &[T]) {
        while self.text.len() < LINE
            && let Some(at) = self.rest.next()
        {
            let text = texts[at].as_ref();
            self.splitter
                .prepare_onto(text, &mut self.text, &mut self.prepared);
            self.ends.push(self.text.len());
            self.text.push(' ');
        }
        let options = self.splitter.options();
        let pattern = match options.unit() {
            TermUnit::Word => options.pattern(),
            TermUnit::Char | TermUnit::CharWb => TokenPattern::NonSpace,
        };
        let text = self.text.as_bytes();
        scan(pattern, text, &mut self.inside, &mut self.parts);
        // From bytes to parts.
        let mut parts = 0;
        for end in &mut self.ends {
            while let Some(part) = self.parts.get(parts)
                && part.start as usize <= *end
            {
                parts += 1;
            }
            *end = parts;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::documents::Documents;
    use crate::splitter::Buffers;
    use crate::terms::TermOptions;

    fn read(texts: &[String], splitter: &Splitter, range: Range<usize>) -> Vec<Vec<Vec<u8>>> {
        let documents = Documents::texts(texts);
        let watch = documents.watch();
        let mut lines = Lines::new(documents.pieces, range, splitter, &watch);
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            let mut start = 0;
            for &end in line.ends {
                let string =
                    |part: &Part| line.text[part.start as usize..part.end as usize].to_vec();
                found.push(line.parts[start..end].iter().map(string).collect());
                start = end;
            }
            assert_eq!(start, line.parts.len());
        }
        found
    }

    proptest! {
        #[test]
        fn documents_read_together_have_the_tokens_that_each_has_alone(
            texts in proptest::collection::vec("[aBΣ’é_1. \u{1f600}]{0,40}", 1..40),
            long in 0_usize..40,
            pattern in prop_oneof![
                Just(TokenPattern::TwoOrMore), Just(TokenPattern::OneOrMore), Just(TokenPattern::NonSpace),
            ],
        ) {
            let mut texts = texts;
            let at = long % texts.len();
            texts[at] = texts[at].repeat(2000);
            let splitter = TermOptions::new().with_pattern(pattern).build().unwrap();
            let found = read(&texts, &splitter, 0..texts.len());
            prop_assert_eq!(found.len(), texts.len());
            let mut buffers = Buffers::default();
            for (text, found) in texts.iter().zip(&found) {
                let (line, parts) = splitter.words(text, &mut buffers).unwrap();
                let string = |part: &Part| line[part.start as usize..part.end as usize].to_vec();
                prop_assert_eq!(found, &parts.iter().map(string).collect::<Vec<_>>());
            }
            prop_assert_eq!(read(&texts, &splitter, at..texts.len()), &found[at..]);
        }
    }
}
