//! Lists of phrases that ship with the crate as data.

/// The lines of a list but for remarks (`#`): language, kind, and phrases between bars.
pub(crate) fn lines_of(list: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    (list.lines().filter(|line| !line.starts_with('#'))).filter_map(|line| {
        let (language, rest) = line.split_once(' ')?;
        let (kind, phrases) = rest.split_once(' ')?;
        Some((language, kind, phrases))
    })
}
