//! What a character means to the sentence rules of UAX #29.

use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

/// The values of the property `Sentence_Break`, some of them merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Neither of the following.
    Other,
    /// A newline of any kind, U+2028 and U+2029.
    Newline,
    /// White space within a line.
    Space,
    /// A mark or control that belongs to the character before it.
    Ignored,
    Lower,
    Upper,
    /// A letter without case.
    Letter,
    Digit,
    /// A full stop, which also ends abbreviations and stands in numbers.
    Stop,
    /// `!`, `?` and the like in all scripts.
    Terminator,
    /// A comma, colon, semicolon or dash: the sentence goes on.
    Continuation,
    /// A quotation mark or bracket.
    Close,
}

/// Returns the class of `c`: of ASCII, of the letters of Europe and the Near East and of the common marks by table.
#[inline]
pub(crate) fn class_of(c: char) -> Class {
    match ASCII.get(c as usize) {
        Some(&class) => class,
        None => match COMMON.get(c as usize) {
            Some(&class) => class,
            None => class_beyond_ascii(c),
        },
    }
}

/// Behind the general punctuation come signs that are rare in news.
static COMMON: LazyLock<[Class; 0x2070]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        let c = u32::try_from(code).ok().and_then(char::from_u32);
        c.map_or(Class::Other, class_beyond_ascii)
    })
});

const ASCII: [Class; 128] = {
    let mut classes = [Class::Other; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' => Class::Lower,
            b'A'..=b'Z' => Class::Upper,
            b'0'..=b'9' => Class::Digit,
            b'\n' | b'\r' => Class::Newline,
            b' ' | b'\t' | 0x0b | 0x0c => Class::Space,
            b'.' => Class::Stop,
            b'!' | b'?' => Class::Terminator,
            b',' | b'-' | b':' | b';' => Class::Continuation,
            b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'{' | b'}' => Class::Close,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// Classifies by the standard library's properties and the tables below. Compared with
/// `unicode-segmentation`, a handful of rare characters differs: signs before Arabic numerals, and
/// numerals of historic scripts.
fn class_beyond_ascii(c: char) -> Class {
    match c {
        '\u{85}' | '\u{2028}' | '\u{2029}' => return Class::Newline,
        '\u{2024}' | '\u{fe52}' | '\u{ff0e}' => return Class::Stop,
        '\u{66b}' | '\u{66c}' => return Class::Digit,
        '\u{5f3}' | '\u{10d0}'..='\u{10fa}' | '\u{10fd}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}' => {
            return Class::Letter;
        }
        '\u{ad}'
        | '\u{61c}'
        | '\u{70f}'
        | '\u{180e}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => return Class::Ignored,
        _ => {}
    }
    if c.is_lowercase() && !is_combining_mark(c) {
        Class::Lower
    } else if c.is_uppercase() || is_title_case(c) {
        Class::Upper
    } else if is_combining_mark(c) {
        Class::Ignored
    } else if c.is_whitespace() {
        Class::Space
    } else if c.is_alphabetic() {
        Class::Letter
    } else if is_in(TERMINATORS, c) {
        Class::Terminator
    } else if is_in(CONTINUATIONS, c) {
        Class::Continuation
    } else if is_in(CLOSES, c) {
        Class::Close
    } else if c.is_numeric() && is_decimal(c) {
        Class::Digit
    } else {
        Class::Other
    }
}

/// Says whether `c` is a title-case letter such as `ǅ`: it has both a lower-case and an upper-case
/// form other than itself.
pub(crate) fn is_title_case(c: char) -> bool {
    matches!(
        c,
        '\u{1c5}' | '\u{1c8}' | '\u{1cb}' | '\u{1f2}' | '\u{1f88}'..='\u{1ffc}'
    ) && !c.is_uppercase()
        && !c.to_lowercase().eq([c])
}

/// Says whether a numeral is a decimal digit, as far as the sentence rules care: superscripts,
/// fractions and numerals in circles or brackets are not.
fn is_decimal(c: char) -> bool {
    !matches!(
        c,
        '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{bc}'..='\u{be}' | '\u{9f4}'..='\u{9f9}' | '\u{b72}'..='\u{b77}' | '\u{bf0}'..='\u{bf2}'
            | '\u{c78}'..='\u{c7e}' | '\u{d58}'..='\u{d5e}' | '\u{d70}'..='\u{d78}' | '\u{f2a}'..='\u{f33}' | '\u{1369}'..='\u{137c}'
            | '\u{17f0}'..='\u{17f9}' | '\u{2070}'..='\u{2189}' | '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '\u{2cfd}'
            | '\u{3007}'..='\u{32bf}' | '\u{a830}'..='\u{a835}' | '\u{10100}'..='\u{1049f}' | '\u{10800}'..='\u{10d2f}'
            | '\u{1f100}'..='\u{1f10c}'
    )
}

fn is_in(ranges: &[(char, char)], c: char) -> bool {
    let after = ranges.partition_point(|&(first, _)| first <= c);
    after > 0 && c <= ranges[after - 1].1
}

/// The property `Sentence_Terminal` without the full stops, beyond ASCII.
const TERMINATORS: &[(char, char)] = &[
    ('\u{589}', '\u{589}'),
    ('\u{61d}', '\u{61f}'),
    ('\u{6d4}', '\u{6d4}'),
    ('\u{700}', '\u{702}'),
    ('\u{7f9}', '\u{7f9}'),
    ('\u{837}', '\u{837}'),
    ('\u{839}', '\u{839}'),
    ('\u{83d}', '\u{83e}'),
    ('\u{964}', '\u{965}'),
    ('\u{104a}', '\u{104b}'),
    ('\u{1362}', '\u{1362}'),
    ('\u{1367}', '\u{1368}'),
    ('\u{166e}', '\u{166e}'),
    ('\u{1735}', '\u{1736}'),
    ('\u{17d4}', '\u{17d5}'),
    ('\u{1803}', '\u{1803}'),
    ('\u{1809}', '\u{1809}'),
    ('\u{1944}', '\u{1945}'),
    ('\u{1aa8}', '\u{1aab}'),
    ('\u{1b4e}', '\u{1b4f}'),
    ('\u{1b5a}', '\u{1b5b}'),
    ('\u{1b5e}', '\u{1b5f}'),
    ('\u{1b7d}', '\u{1b7f}'),
    ('\u{1c3b}', '\u{1c3c}'),
    ('\u{1c7e}', '\u{1c7f}'),
    ('\u{203c}', '\u{203d}'),
    ('\u{2047}', '\u{2049}'),
    ('\u{2cf9}', '\u{2cfb}'),
    ('\u{2e2e}', '\u{2e2e}'),
    ('\u{2e3c}', '\u{2e3c}'),
    ('\u{2e53}', '\u{2e54}'),
    ('\u{3002}', '\u{3002}'),
    ('\u{a4ff}', '\u{a4ff}'),
    ('\u{a60e}', '\u{a60f}'),
    ('\u{a6f3}', '\u{a6f3}'),
    ('\u{a6f7}', '\u{a6f7}'),
    ('\u{a876}', '\u{a877}'),
    ('\u{a8ce}', '\u{a8cf}'),
    ('\u{a92f}', '\u{a92f}'),
    ('\u{a9c8}', '\u{a9c9}'),
    ('\u{aa5d}', '\u{aa5f}'),
    ('\u{aaf0}', '\u{aaf1}'),
    ('\u{abeb}', '\u{abeb}'),
    ('\u{fe12}', '\u{fe12}'),
    ('\u{fe15}', '\u{fe16}'),
    ('\u{fe56}', '\u{fe57}'),
    ('\u{ff01}', '\u{ff01}'),
    ('\u{ff1f}', '\u{ff1f}'),
    ('\u{ff61}', '\u{ff61}'),
    ('\u{10a56}', '\u{10a57}'),
    ('\u{10f55}', '\u{10f59}'),
    ('\u{10f86}', '\u{10f89}'),
    ('\u{11047}', '\u{11048}'),
    ('\u{110be}', '\u{110c1}'),
    ('\u{11141}', '\u{11143}'),
    ('\u{111c5}', '\u{111c6}'),
    ('\u{111cd}', '\u{111cd}'),
    ('\u{111de}', '\u{111df}'),
    ('\u{11238}', '\u{11239}'),
    ('\u{1123b}', '\u{1123c}'),
    ('\u{112a9}', '\u{112a9}'),
    ('\u{113d4}', '\u{113d5}'),
    ('\u{1144b}', '\u{1144c}'),
    ('\u{115c2}', '\u{115c3}'),
    ('\u{115c9}', '\u{115d7}'),
    ('\u{11641}', '\u{11642}'),
    ('\u{1173c}', '\u{1173e}'),
    ('\u{11944}', '\u{11944}'),
    ('\u{11946}', '\u{11946}'),
    ('\u{11a42}', '\u{11a43}'),
    ('\u{11a9b}', '\u{11a9c}'),
    ('\u{11c41}', '\u{11c42}'),
    ('\u{11ef7}', '\u{11ef8}'),
    ('\u{11f43}', '\u{11f44}'),
    ('\u{16a6e}', '\u{16a6f}'),
    ('\u{16af5}', '\u{16af5}'),
    ('\u{16b37}', '\u{16b38}'),
    ('\u{16b44}', '\u{16b44}'),
    ('\u{16d6e}', '\u{16d6f}'),
    ('\u{16e98}', '\u{16e98}'),
    ('\u{1bc9f}', '\u{1bc9f}'),
    ('\u{1da88}', '\u{1da88}'),
];

/// `Sentence_Break=SContinue`, beyond ASCII.
const CONTINUATIONS: &[(char, char)] = &[
    ('\u{37e}', '\u{37e}'),
    ('\u{55d}', '\u{55d}'),
    ('\u{60c}', '\u{60d}'),
    ('\u{7f8}', '\u{7f8}'),
    ('\u{1802}', '\u{1802}'),
    ('\u{1808}', '\u{1808}'),
    ('\u{2013}', '\u{2014}'),
    ('\u{3001}', '\u{3001}'),
    ('\u{fe10}', '\u{fe11}'),
    ('\u{fe13}', '\u{fe14}'),
    ('\u{fe31}', '\u{fe32}'),
    ('\u{fe50}', '\u{fe51}'),
    ('\u{fe54}', '\u{fe55}'),
    ('\u{fe58}', '\u{fe58}'),
    ('\u{fe63}', '\u{fe63}'),
    ('\u{ff0c}', '\u{ff0d}'),
    ('\u{ff1a}', '\u{ff1b}'),
    ('\u{ff64}', '\u{ff64}'),
];

/// `Sentence_Break=Close`: brackets and quotation marks, beyond ASCII.
const CLOSES: &[(char, char)] = &[
    ('\u{ab}', '\u{ab}'),
    ('\u{bb}', '\u{bb}'),
    ('\u{f3a}', '\u{f3d}'),
    ('\u{169b}', '\u{169c}'),
    ('\u{2018}', '\u{201f}'),
    ('\u{2039}', '\u{203a}'),
    ('\u{2045}', '\u{2046}'),
    ('\u{207d}', '\u{207e}'),
    ('\u{208d}', '\u{208e}'),
    ('\u{2308}', '\u{230b}'),
    ('\u{2329}', '\u{232a}'),
    ('\u{275b}', '\u{2760}'),
    ('\u{2768}', '\u{2775}'),
    ('\u{27c5}', '\u{27c6}'),
    ('\u{27e6}', '\u{27ef}'),
    ('\u{2983}', '\u{2998}'),
    ('\u{29d8}', '\u{29db}'),
    ('\u{29fc}', '\u{29fd}'),
    ('\u{2e00}', '\u{2e0d}'),
    ('\u{2e1c}', '\u{2e1d}'),
    ('\u{2e20}', '\u{2e29}'),
    ('\u{2e42}', '\u{2e42}'),
    ('\u{2e55}', '\u{2e5c}'),
    ('\u{3008}', '\u{3011}'),
    ('\u{3014}', '\u{301b}'),
    ('\u{301d}', '\u{301f}'),
    ('\u{fd3e}', '\u{fd3f}'),
    ('\u{fe17}', '\u{fe18}'),
    ('\u{fe35}', '\u{fe44}'),
    ('\u{fe47}', '\u{fe48}'),
    ('\u{fe59}', '\u{fe5e}'),
    ('\u{ff08}', '\u{ff09}'),
    ('\u{ff3b}', '\u{ff3b}'),
    ('\u{ff3d}', '\u{ff3d}'),
    ('\u{ff5b}', '\u{ff5b}'),
    ('\u{ff5d}', '\u{ff5d}'),
    ('\u{ff5f}', '\u{ff60}'),
    ('\u{ff62}', '\u{ff63}'),
    ('\u{1f676}', '\u{1f678}'),
];

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    #[test]
    fn the_table_of_common_characters_says_what_the_rules_say() {
        for c in '\u{80}'..='\u{2fff}' {
            assert_eq!(class_of(c), class_beyond_ascii(c), "{c:?}");
        }
    }

    #[test]
    fn the_tables_are_sorted() {
        for table in [TERMINATORS, CONTINUATIONS, CLOSES] {
            assert!(table.iter().all(|&(first, last)| first <= last));
            assert!(table.windows(2).all(|pair| pair[0].1 < pair[1].0));
        }
    }

    /// Asks `unicode-segmentation` for the class of `c` by small texts that break by it.
    fn class_by_standard(c: char) -> Class {
        let whole = |text: String| text.split_sentence_bounds().count() == 1;
        if matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            Class::Newline
        } else if whole(format!("A{c}.B")) && !whole(format!("0{c}.B")) {
            Class::Ignored
        } else if !whole(format!("0{c} A")) {
            if whole(format!("0{c} a")) {
                Class::Stop
            } else {
                Class::Terminator
            }
        } else if whole(format!("0! {c}")) {
            if whole(format!("0! {c}A")) {
                Class::Continuation
            } else {
                Class::Space
            }
        } else if whole(format!("0!{c}")) {
            Class::Close
        } else if whole(format!("0. {c}")) {
            Class::Lower
        } else if whole(format!("0.{c}")) {
            Class::Digit
        } else if whole(format!("A.{c}")) {
            Class::Upper
        } else if !whole(format!("0. {c}a")) {
            Class::Letter
        } else {
            Class::Other
        }
    }

    #[test]
    fn classes_agree_with_the_standard_but_for_rare_characters() {
        let different: Vec<char> = (0..=0xffff)
            .filter_map(char::from_u32)
            .filter(|&c| class_of(c) != class_by_standard(c))
            .collect();
        assert!(different.len() < 40, "{different:?}");
        // None in the Latin, Greek, Cyrillic and Armenian blocks.
        assert!(different.iter().all(|&c| c >= '\u{5c8}'), "{different:?}");
    }
}
