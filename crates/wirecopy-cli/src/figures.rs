//! Numbers as people read them.

/// Writes a number with a comma between thousands.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut written = String::with_capacity(digits.len() * 4 / 3);
    for (position, digit) in digits.char_indices() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// Writes a number and the noun that it counts.
pub(crate) fn counted(number: u64, singular: &str, plural: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { singular } else { plural }
    )
}

/// Writes a share in percent, without the sign. Rounds down, as the reasons of a report do: what stays below a threshold
/// never looks as if it reached it, and 100 is said only of the whole. 0 is said only of nothing.
pub(crate) fn percent(share: f64) -> String {
    // The smallest step above what sums of floats lose, so that 0.29 is 29.
    let percent = (share * 100.0 + 1e-9).floor();
    if share > 0.0 && percent < 1.0 {
        "<1".to_owned()
    } else {
        format!("{percent:.0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(10_000), "10,000");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(counted(1, "pair", "pairs"), "1 pair");
        assert_eq!(counted(0, "pair", "pairs"), "0 pairs");
    }

    #[test]
    fn percent_says_all_or_nothing_only_when_it_is() {
        assert_eq!(percent(1.0), "100");
        assert_eq!(percent(0.9999), "99");
        assert_eq!(percent(0.0001), "<1");
        assert_eq!(percent(0.0), "0");
    }

    #[test]
    fn percent_rounds_down_and_forgives_floats() {
        assert_eq!(percent(0.7999), "79");
        assert_eq!(percent(0.29), "29");
        assert_eq!(percent(0.57), "57");
    }
}
