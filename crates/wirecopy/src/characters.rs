//! Offsets in characters, as Python and the JSON have them.

use wirecopy_text::Span;

/// Turns byte offsets of one text into offsets in characters (Unicode scalar values).
///
/// # Example
/// ```
/// use wirecopy::{Characters, text::Span};
///
/// let characters = Characters::new("Ada’s mill");
/// assert_eq!(characters.of(Span::new(8, 12)), (6, 10));
/// ```
#[derive(Debug)]
pub struct Characters<'t> {
    text: &'t str,
    /// Characters before each block of [`Self::BLOCK`] bytes; empty for ASCII, where bytes are characters.
    before_block: Vec<u64>,
}

impl<'t> Characters<'t> {
    const BLOCK: usize = 128;

    /// Counts the characters of a text: `O(n)`, and a sixteenth of the text in memory unless it is ASCII.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut before_block = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for block in text.as_bytes().chunks(Self::BLOCK) {
                before_block.push(count);
                count += starts(block);
            }
        }
        Self { text, before_block }
    }

    /// Returns how many characters stand before a byte: `O(1)`.
    ///
    /// # Panics
    /// When the text is not ASCII and ends before the byte.
    #[must_use]
    pub fn at(&self, byte: u32) -> u64 {
        let byte = byte as usize;
        let block = byte / Self::BLOCK;
        match self.before_block.get(block) {
            Some(before) => before + starts(&self.text.as_bytes()[block * Self::BLOCK..byte]),
            // Past the last block: the end of a text whose length is a multiple of the block.
            None if !self.before_block.is_empty() => starts(self.text.as_bytes()),
            None => byte as u64,
        }
    }

    /// Returns where a span begins and ends.
    ///
    /// # Panics
    /// When the span does not lie in the text, and the text is not ASCII.
    #[must_use]
    pub fn of(&self, span: Span) -> (u64, u64) {
        (self.at(span.start), self.at(span.end))
    }
}

/// How many characters begin in these bytes.
fn starts(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_characters_at_every_place() {
        let text = "Überraschung in Łódź: 🦊 läuft über die Brücke. ".repeat(40);
        let characters = Characters::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(
                characters.at(u32::try_from(byte).expect("short")),
                count as u64
            );
        }
        let end = u32::try_from(text.len()).expect("short");
        assert_eq!(characters.at(end), text.chars().count() as u64);
    }

    #[test]
    fn the_end_of_a_text_of_whole_blocks_counts() {
        let text = "é".repeat(Characters::BLOCK);
        let end = u32::try_from(text.len()).expect("short");
        assert_eq!(Characters::new(&text).at(end), Characters::BLOCK as u64);
    }
}
