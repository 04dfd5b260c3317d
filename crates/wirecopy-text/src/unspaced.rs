//! Scripts that write no spaces between words.

/// Says whether `c` is a letter of a script that writes no spaces between words: those that there is
/// a dictionary for.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{0e00}'..='\u{0eff}' // Thai, Lao
            | '\u{1000}'..='\u{109f}' // Burmese
            | '\u{1780}'..='\u{17ff}' // Khmer
            | '\u{3005}'..='\u{3007}' // ideographic iteration mark, closing mark, zero
            | '\u{3041}'..='\u{30ff}' // kana
            | '\u{31f0}'..='\u{31ff}' // more katakana
            | '\u{3400}'..='\u{4dbf}' // ideographs
            | '\u{4e00}'..='\u{9fff}'
            | '\u{aa60}'..='\u{aa7f}' // more Burmese
            | '\u{f900}'..='\u{faff}' // ideographs
            | '\u{ff66}'..='\u{ff9f}' // half-width katakana
            | '\u{20000}'..='\u{3ffff}' // ideographs
    )
}
