//! Abbreviations whose full stop need not end a sentence. A modest list for the languages of
//! Europe, longest for English; matched with their case.

use crate::language::Language;
use crate::stop_words::stop_words;

/// Titles and the like: a name or number follows, so their full stop never ends a sentence. In byte
/// order.
const BEFORE_NAMES: &[&str] = &[
    "Adm",
    "Amb",
    "Atty",
    "Av",
    "Avda",
    "Avv",
    "Bkz",
    "Brig",
    "Capt",
    "Cmdr",
    "Col",
    "Cpl",
    "Det",
    "Dhr",
    "Dipl",
    "Dott",
    "Doç",
    "Dr",
    "Dra",
    "Drs",
    "EE",
    "Ens",
    "Fr",
    "Frk",
    "Ft",
    "Gen",
    "Gov",
    "Gral",
    "Hl",
    "Hon",
    "Hr",
    "Ing",
    "Insp",
    "Lieut",
    "Lt",
    "Maj",
    "Messrs",
    "Mevr",
    "Mgr",
    "Mlle",
    "Mme",
    "Mons",
    "Mr",
    "Mrs",
    "Ms",
    "Msgr",
    "Mt",
    "Mw",
    "Nr",
    "Pfc",
    "Pres",
    "Prof",
    "Profs",
    "Pte",
    "Pvt",
    "Rep",
    "Reps",
    "Rev",
    "Sen",
    "Sens",
    "Sgt",
    "Sig",
    "Spc",
    "Sra",
    "Sres",
    "Srta",
    "St",
    "Ste",
    "Str",
    "Supt",
    "Szt",
    "Yrd",
    "avv",
    "bkz",
    "bzw",
    "ca",
    "cf",
    "dhr",
    "dott",
    "dr",
    "drs",
    "esim",
    "frk",
    "hab",
    "ifj",
    "inż",
    "jud",
    "kl",
    "klo",
    "ks",
    "mevr",
    "mgr",
    "mons",
    "mr",
    "np",
    "nr",
    "núm",
    "prof",
    "pág",
    "sig",
    "sog",
    "tfno",
    "tzn",
    "tzw",
    "ul",
    "vgl",
    "viz",
    "vs",
    "z",
    "özv",
    "św",
    "Αγ",
    "αγ",
    "αρ",
    "βλ",
    "δηλ",
    "κ",
    "κα",
    "κκ",
    "λεωφ",
    "Св",
    "акад",
    "англ",
    "г",
    "лат",
    "нем",
    "обл",
    "пер",
    "пос",
    "просп",
    "проф",
    "св",
    "тов",
    "ул",
    "डॉ",
    "प्रो",
];

/// Abbreviations that also stand at the end of a sentence. In byte order.
const ANYWHERE: &[&str] = &[
    "Apr", "Assn", "Aug", "Ave", "Blvd", "Bros", "Co", "Corp", "Cos", "Dec", "Dept", "Dist", "Esq",
    "Feb", "Fig", "Fri", "Inc", "Jan", "Jr", "Jul", "Jun", "Ltd", "Mar", "Mfg", "Mon", "No", "Nos",
    "Nov", "Oct", "Op", "Ph", "Plc", "Rd", "Sat", "Sep", "Sept", "Sq", "Sr", "Sun", "Thu", "Thur",
    "Thurs", "Tue", "Tues", "Univ", "Vol", "Wed", "al", "apod", "approx", "atd", "bijv", "c",
    "corp", "dept", "ecc", "ed", "eds", "enz", "est", "etc", "evtl", "fig", "hr", "inc", "jne",
    "ltd", "mln", "nos", "osv", "p", "par", "plc", "pp", "stb", "usw", "v", "vb", "vol", "vols",
    "ym", "yms", "δισ", "εκατ", "др", "млн", "млрд", "руб", "стр", "тыс",
];

/// What the letters before a full stop say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// The sentence goes on.
    BeforeName,
    /// The sentence may go on: what follows decides.
    Anywhere,
}

/// Judges the letters before the full stop at the end of `before`, if they are an abbreviation or
/// an initial.
pub(crate) fn abbreviation_at_end(before: &str) -> Option<Abbreviation> {
    /// The longest entry of the lists.
    const LONGEST: usize = 6;
    if before.ends_with("str") && before.chars().rev().nth(3).is_some_and(char::is_alphabetic) {
        // German streets: `Hafenstr. 4`.
        return Some(Abbreviation::BeforeName);
    }
    let mut start = before.len();
    let mut letters = 0;
    for (at, c) in before.char_indices().rev() {
        if c.is_alphanumeric() {
            letters += 1;
            if letters > LONGEST || c.is_numeric() {
                return None;
            }
            start = at;
        } else {
            break;
        }
    }
    let token = &before[start..];
    let dotted = before[..start].ends_with('.');
    match letters {
        0 => None,
        // `в 2018 г.` is a year, and `г. Тверь` a town.
        1 if token == "г" && before[..start].trim_end().ends_with(char::is_numeric) => None,
        // `U.S.`, `a.m.`, and `J.` before `Smith`; but `I` is a word.
        1 if dotted || (token != "I" && token.chars().all(char::is_uppercase)) => {
            Some(Abbreviation::Anywhere)
        }
        // `t.ex.`, `f.eks.`; but `x.com` is an address.
        2..=3 if dotted && is_letter_alone(&before[..start - 1]) && is_lower(token) => {
            (!matches!(token, "co" | "com" | "net" | "org")).then_some(Abbreviation::Anywhere)
        }
        _ if BEFORE_NAMES.binary_search(&token).is_ok() => Some(Abbreviation::BeforeName),
        _ if ANYWHERE.binary_search(&token).is_ok() => Some(Abbreviation::Anywhere),
        _ => None,
    }
}

/// Says whether `text` ends with a lower-case letter that stands alone.
fn is_letter_alone(text: &str) -> bool {
    let mut back = text.chars().rev();
    back.next().is_some_and(char::is_lowercase)
        && back
            .next()
            .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '„' | '«'))
}

fn is_lower(token: &str) -> bool {
    token.chars().all(char::is_lowercase)
}

/// Says whether the number at the end of `before`, with the full stop behind it, is an ordinal
/// before the capitalised word `next`, as German writes them: `am 3. Mai`, `der 2. Weltkrieg`.
pub(crate) fn is_ordinal_before(before: &str, next: &str) -> bool {
    /// Words that ordinals follow. In byte order.
    const LEADS: &[&str] = &[
        "Am", "Beim", "Das", "Dem", "Den", "Der", "Des", "Die", "Im", "Vom", "Zum", "Zur", "ab",
        "am", "beim", "bis", "das", "dem", "den", "der", "des", "die", "im", "ins", "seit", "vom",
        "zum", "zur",
    ];
    const MONTHS: &[&str] = &[
        "Januar",
        "Jänner",
        "Februar",
        "Feber",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ];
    let rest = before.trim_end_matches(|c: char| c.is_ascii_digit());
    if !matches!(before.len() - rest.len(), 1..=3) || !rest.ends_with([' ', '\u{a0}', '\n']) {
        return false;
    }
    let rest = rest.trim_end();
    let lead = rest.rfind(|c: char| !c.is_alphabetic());
    let lead = &rest[lead.map_or(0, |at| {
        at + rest[at..].chars().next().map_or(0, char::len_utf8)
    })..];
    let starts_sentence = || {
        stop_words(Language::German)
            .is_some_and(|words| words.binary_search(&next.to_lowercase().as_str()).is_ok())
    };
    MONTHS.contains(&next) || LEADS.binary_search(&lead).is_ok() && !starts_sentence()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_apart() {
        for list in [BEFORE_NAMES, ANYWHERE] {
            let mut sorted = list.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted, list);
        }
        assert!(BEFORE_NAMES.iter().all(|word| !ANYWHERE.contains(word)));
    }

    #[test]
    fn initials_and_dotted_letters_are_abbreviations() {
        for text in ["J", "John F", "the U.S", "at 3 a.m", "(J"] {
            assert_eq!(
                abbreviation_at_end(text),
                Some(Abbreviation::Anywhere),
                "{text}"
            );
        }
        for text in ["so do I", "in 1987", "the end", "A1", "", "an x"] {
            assert_eq!(abbreviation_at_end(text), None, "{text}");
        }
    }

    #[test]
    fn a_title_is_known_by_its_case() {
        assert_eq!(
            abbreviation_at_end("said Mr"),
            Some(Abbreviation::BeforeName)
        );
        assert_eq!(abbreviation_at_end("the last gen"), None);
    }
}
