//! Abbreviations whose full stop need not end a sentence. A modest list, mostly English; matched
//! with their case.

/// Titles and the like: a name or number follows, so their full stop never ends a sentence. In byte
/// order.
const BEFORE_NAMES: &[&str] = &[
    "Adm", "Amb", "Atty", "Brig", "Capt", "Cmdr", "Col", "Cpl", "Det", "Dr", "Drs", "Ens", "Fr",
    "Ft", "Gen", "Gov", "Hon", "Hr", "Insp", "Lieut", "Lt", "Maj", "Messrs", "Mlle", "Mme", "Mr",
    "Mrs", "Ms", "Msgr", "Mt", "Pfc", "Pres", "Prof", "Profs", "Pte", "Pvt", "Rep", "Reps", "Rev",
    "Sen", "Sens", "Sgt", "Sig", "Spc", "Sra", "St", "Ste", "Supt", "bzw", "ca", "cf", "vgl",
    "viz", "vs", "z",
];

/// Abbreviations that also stand at the end of a sentence. In byte order.
const ANYWHERE: &[&str] = &[
    "Apr", "Assn", "Aug", "Ave", "Blvd", "Bros", "Co", "Corp", "Cos", "Dec", "Dept", "Dist", "Esq",
    "Feb", "Fig", "Fri", "Inc", "Jan", "Jr", "Jul", "Jun", "Ltd", "Mar", "Mfg", "Mon", "No", "Nos",
    "Nov", "Nr", "Oct", "Op", "Ph", "Plc", "Rd", "Sat", "Sep", "Sept", "Sq", "Sr", "Sun", "Thu",
    "Thur", "Thurs", "Tue", "Tues", "Univ", "Vol", "Wed", "al", "approx", "c", "corp", "dept",
    "ed", "eds", "est", "etc", "fig", "inc", "ltd", "mln", "nos", "p", "par", "plc", "pp", "usw",
    "v", "vol", "vols",
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
        // `U.S.`, `a.m.`, and `J.` before `Smith`; but `I` is a word.
        1 if dotted || (token != "I" && token.chars().all(char::is_uppercase)) => {
            Some(Abbreviation::Anywhere)
        }
        _ if BEFORE_NAMES.binary_search(&token).is_ok() => Some(Abbreviation::BeforeName),
        _ if ANYWHERE.binary_search(&token).is_ok() => Some(Abbreviation::Anywhere),
        _ => None,
    }
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
