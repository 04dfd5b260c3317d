//! When an article was published, as a number.

/// Returns the seconds since 1970 of a date as ISO 8601 writes it, in UTC; of anything else `None`.
///
/// `2026-11-22`, `20261122` and `2026/11/22` are midnight. After the date a time may follow, as in `T17:30`, ` 17:30:05.25`
/// or `T17:30+01:00`; without a zone it is UTC, and fractions of a second are dropped. What stands there instead of such a
/// time leaves the day as it is: `20261122 11:47 PM EST` is the day.
///
/// # Example
/// ```
/// use wirecopy::seconds_of_date;
///
/// assert_eq!(seconds_of_date("1970-01-02"), Some(86_400));
/// assert_eq!(seconds_of_date("1970-01-01T01:00+01:00"), Some(0));
/// assert_eq!(seconds_of_date("20070101 11:47 PM EST"), seconds_of_date("2007-01-01"));
/// assert_eq!(seconds_of_date("Monday"), None);
/// assert_eq!(seconds_of_date("2026-02-30"), None);
/// ```
#[must_use]
pub fn seconds_of_date(date: &str) -> Option<i64> {
    let mut rest = Rest(date.trim());
    let year = rest.number(4)?;
    let mark = ["-", "/", ""].into_iter().find(|&mark| rest.skip(mark))?;
    let month = rest.number(2)?;
    if !rest.skip(mark) {
        return None;
    }
    let day = rest.number(2)?;
    if rest.0.starts_with(|next: char| next.is_ascii_digit()) {
        return None;
    }
    let midnight = 86_400 * days(year, month, day)?;
    Some(midnight + rest.time().unwrap_or(0))
}

/// What of a date is still to be read.
struct Rest<'d>(&'d str);

impl Rest<'_> {
    /// Reads exactly so many digits.
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        let all_digits = number.bytes().all(|byte| byte.is_ascii_digit());
        self.0 = rest;
        number.parse().ok().filter(|_| all_digits)
    }

    fn skip(&mut self, mark: &str) -> bool {
        let rest = self.0.strip_prefix(mark);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// The seconds since midnight UTC, if all that is left is a time.
    fn time(mut self) -> Option<i64> {
        if !self.skip("T") && !self.skip(" ") {
            return None;
        }
        let mut time = self.clock()?;
        if self.skip(":") {
            time += self.number(2).filter(|&seconds| seconds <= 60)?;
            if self.skip(".") {
                let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
                self.0 = &self.0[digits..];
            }
        }
        self.skip(" ");
        let east = match self.0.as_bytes().first() {
            None => return Some(time),
            Some(b'Z') => {
                self.skip("Z");
                0
            }
            Some(b'+') if self.skip("+") => self.clock()?,
            Some(b'-') if self.skip("-") => -self.clock()?,
            Some(_) => return None,
        };
        self.0.is_empty().then_some(time - east)
    }

    /// `17:30` or `1730`, in seconds.
    fn clock(&mut self) -> Option<i64> {
        let hours = self.number(2).filter(|&hours| hours < 24)?;
        self.skip(":");
        let minutes = self.number(2).filter(|&minutes| minutes < 60)?;
        Some(3600 * hours + 60 * minutes)
    }
}

/// The days since 1970 of a day of the Gregorian calendar, by counting from March, so that leap days end years.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    if !(1..=last).contains(&day) {
        return None;
    }
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    // 153 days in every five months from March on.
    let in_year = (153 * month + 2) / 5 + day - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(365 * year + leap_days + in_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_two_centuries_comes_after_the_one_before() {
        let (mut expected, mut seen) = (days(1900, 1, 1).unwrap(), 0);
        for year in 1900..2101 {
            for month in 1..=12 {
                for day in 1..=31 {
                    if let Some(found) = days(year, month, day) {
                        assert_eq!(found, expected, "{year}-{month}-{day}");
                        (expected, seen) = (expected + 1, seen + 1);
                    }
                }
            }
        }
        assert_eq!(seen, 201 * 365 + 49);
        assert_eq!(days(1970, 1, 1), Some(0));
    }

    #[test]
    fn times_and_zones_count() {
        let at = |date: &str| seconds_of_date(date).unwrap();
        let day = at("2026-11-22");
        for (date, seconds) in [
            ("20261122", 0),
            ("2026/11/22", 0),
            (" 2026-11-22 ", 0),
            ("2026-11-22T17:30", 63_000),
            ("2026-11-22 17:30:05", 63_005),
            ("2026-11-22T17:30:05.999Z", 63_005),
            ("2026-11-22T17:30:05+01:00", 59_405),
            ("2026-11-22T1730-0500", 81_000),
            ("2026-11-22 17:30 CET", 0),
            ("2026-11-22T", 0),
            ("2026-11-22T99:00", 0),
            ("2026-11-22, Berlin", 0),
        ] {
            assert_eq!(at(date) - day, seconds, "{date}");
        }
    }

    #[test]
    fn what_is_no_such_date_has_no_number() {
        for date in [
            "",
            "22-11-2026",
            "2026",
            "2026-11",
            "2026-13-01",
            "2026-1122",
            "202611221",
            "+026-11-22",
            "２０２６-11-22",
        ] {
            assert_eq!(seconds_of_date(date), None, "{date}");
        }
    }
}
