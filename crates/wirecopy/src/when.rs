//! Dates as sources write them.

use std::ops::RangeInclusive;

use crate::months::{may_be_a_day, month};

/// When something was published, as far as its date tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct When {
    /// The first and the last day that the date may mean, where it was written, in days since 1970.
    first_day: i64,
    last_day: i64,
    /// The moment in seconds since 1970 in UTC, where day, hour and zone are known.
    moment: Option<i64>,
    /// The same as well as it is known: without a zone UTC, without an hour midnight.
    seconds: i64,
}

/// Returns the seconds since 1970 of a date, in UTC; of what is no date `None`.
///
/// Dates may be in ISO 8601, as mail has them, with dots or slashes, or with the month by name in ten languages. A day
/// without an hour is its midnight, an hour without a zone is UTC, and fractions of a second are dropped; of a date that
/// may be two days, as 3/4/2019, it is the earlier one.
///
/// # Example
/// ```
/// use wirecopy::seconds_of_date;
///
/// assert_eq!(seconds_of_date("1970-01-02"), Some(86_400));
/// assert_eq!(seconds_of_date("1970-01-01T01:00+01:00"), Some(0));
/// assert_eq!(seconds_of_date("2 January 1970"), Some(86_400));
/// assert_eq!(seconds_of_date("Monday"), None);
/// assert_eq!(seconds_of_date("2026-02-30"), None);
/// ```
#[must_use]
pub fn seconds_of_date(date: &str) -> Option<i64> {
    When::parse(date).map(|when| when.seconds)
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A year outside of these belongs to no article.
const YEARS: RangeInclusive<i64> = 1600..=2200;

/// Zones by name, in hours from UTC, as agencies and mail write them.
const ZONES: [(&str, i64); 14] = [
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("ut", 0),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
    ("cet", 1),
    ("cest", 2),
];

impl When {
    /// Reads a date: ISO 8601; the day, the month by name in ten languages, and the year in any order; or numbers with
    /// dots or slashes. What may be two dates, as 3/4/2019, counts as either. `None` when it is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let parts = parts(text);
        let (days, rest) = day(&parts)?;
        let (first_day, last_day) = days.into_inner();
        let (second, zone) = time(rest).unwrap_or_default();
        let seconds = first_day * DAY + second - zone.unwrap_or(0);
        Some(Self {
            first_day,
            last_day,
            moment: (zone.is_some() && first_day == last_day).then_some(seconds),
            seconds,
        })
    }

    /// Whether this is before the other without a doubt: by the moment where both are known, else by the day as each
    /// outlet wrote it.
    pub(crate) fn is_before(self, other: Self) -> bool {
        match (self.moment, other.moment) {
            (Some(this), Some(other)) => this < other,
            _ => self.last_day < other.first_day,
        }
    }

    /// The same of two dates that one outlet wrote: of one day, the earlier hour is before, if both have one and no zone.
    pub(crate) fn is_before_on_one_clock(self, other: Self) -> bool {
        let has_hour = |when: Self| {
            when.moment.is_none() && when.first_day == when.last_day && when.seconds % DAY != 0
        };
        let one_day = self.first_day == other.first_day && has_hour(self) && has_hour(other);
        self.is_before(other) || (one_day && self.seconds < other.seconds)
    }

    /// The last day that it may mean and the first, in days since 1970.
    pub(crate) fn days(self) -> (i64, i64) {
        (self.last_day, self.first_day)
    }

    /// How many days lie between the two at least; 0 where they may be on one day.
    pub(crate) fn days_apart(self, other: Self) -> u64 {
        let gap = (other.first_day - self.last_day).max(self.first_day - other.last_day);
        u64::try_from(gap).unwrap_or(0)
    }
}

/// What a date is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A number, with how many digits it was written.
    Number(i64, usize),
    /// A month by its name, and whether that may be the name of a day as well.
    Month(i64, bool),
    /// Another word: a day of the week, a place.
    Word,
    /// A zone by its name, in seconds.
    Zone(i64),
    /// The hours of the afternoon.
    Pm,
    Am,
    /// A character between them.
    Sign(char),
}

/// Cuts a date into its parts.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let text = text.trim();
    // A date is short; a text in the field of the date is none.
    let mut rest = if text.len() <= 80 { text } else { "" };
    while let Some(first) = rest.chars().next() {
        let length = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        if first.is_ascii_digit() {
            let end = length(|c| c.is_ascii_digit());
            parts.extend(rest[..end].parse().ok().map(|n| Part::Number(n, end)));
            rest = &rest[end..];
        } else if first.is_alphabetic() {
            let end = length(char::is_alphabetic);
            parts.push(word(&rest[..end].to_lowercase()));
            rest = &rest[end..];
        } else {
            if !first.is_whitespace() {
                parts.push(Part::Sign(first));
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    parts
}

fn word(word: &str) -> Part {
    match word {
        "am" => Part::Am,
        "pm" => Part::Pm,
        // `t` stands between the day and the hour.
        "t" => Part::Sign('T'),
        "年" => Part::Sign('年'),
        "月" => Part::Sign('月'),
        _ => {
            let zone = ZONES.iter().find(|(name, _)| *name == word);
            let zone = zone.map(|(_, hours)| Part::Zone(hours * HOUR));
            let month = || month(word).map(|number| Part::Month(number, may_be_a_day(word)));
            zone.or_else(month).unwrap_or(Part::Word)
        }
    }
}

/// The days that the first parts may mean, since 1970, and the parts behind them.
fn day(parts: &[Part]) -> Option<(RangeInclusive<i64>, &[Part])> {
    use Part::{Number, Sign};
    let of = |year, month, day| days_of(year, month, day).map(|days| days..=days);
    // "Friday, 2018-06-08"
    let of_week = |part: &Part| matches!(part, Part::Word | Sign(',' | '.'));
    let from = parts.iter().position(|part| !of_week(part)).unwrap_or(0);
    match &parts[from..] {
        // 2018-06-08, 2018/06/08, 2018.06.08
        [
            Number(year, 4),
            Sign('-' | '/' | '.'),
            Number(month, _),
            Sign('-' | '/' | '.'),
            Number(day, _),
            rest @ ..,
        ]
        // 08.06.2018
        | [
            Number(day, 1..=2),
            Sign('.'),
            Number(month, 1..=2),
            Sign('.'),
            Number(year, 4),
            rest @ ..,
        ]
        // 2018年6月8日
        | [
            Number(year, 4),
            Sign('年'),
            Number(month, 1..=2),
            Sign('月'),
            Number(day, 1..=2),
            rest @ ..,
        ] => Some((of(*year, *month, *day)?, rest)),
        // 20180608
        [Number(all, 8), rest @ ..] => Some((of(all / 10_000, all / 100 % 100, all % 100)?, rest)),
        // 06/08/2018 and 08-06-2018: the month is the first of the two in America only.
        [
            Number(first, 1..=2),
            Sign('/' | '-'),
            Number(second, 1..=2),
            Sign('/' | '-'),
            Number(year, 4),
            rest @ ..,
        ] => {
            let choices = [
                days_of(*year, *first, *second),
                days_of(*year, *second, *first),
            ];
            let days = choices.into_iter().flatten();
            Some((days.clone().min()?..=days.max()?, rest))
        }
        _ => day_by_name(parts),
    }
}

/// A day whose month has a name: 8 June 2018, June 8th, 2018, 8-JUN-2018, 8 de junio de 2018, 2018 June 8.
fn day_by_name(parts: &[Part]) -> Option<(RangeInclusive<i64>, &[Part])> {
    let months = || {
        parts
            .iter()
            .enumerate()
            .filter_map(|(at, part)| match part {
                Part::Month(month, may_be_a_day) => Some((at, *month, *may_be_a_day)),
                _ => None,
            })
    };
    // "mar. 9 juin 2018": of two names, one that may be a day is one.
    let (at, month, _) =
        (months().find(|(_, _, may_be_a_day)| !may_be_a_day)).or_else(|| months().next())?;
    let number_before = parts[..at].iter().rev().find_map(|part| match part {
        Part::Number(number, digits) => Some((*number, *digits)),
        _ => None,
    });
    let mut behind = parts[at + 1..]
        .iter()
        .enumerate()
        .filter_map(|(place, part)| match part {
            Part::Number(number, digits) => Some((*number, *digits, at + 1 + place + 1)),
            _ => None,
        });
    let (day, year, end) = match (number_before, behind.next()) {
        (Some((day, 1..=2)), Some((year, 4, end))) | (Some((year, 4)), Some((day, 1..=2, end))) => {
            (day, year, end)
        }
        // Mail of the last century, and of this one: 8 Jun 93.
        (Some((day, 1..=2)), Some((year, 2, end))) => {
            (day, if year < 70 { 2000 + year } else { 1900 + year }, end)
        }
        // The hour may stand before the year: Fri Jun 8 21:05:00 2018.
        (None, Some((day, 1..=2, end))) => {
            let (year, _, behind_year) = behind.find(|(_, digits, _)| *digits == 4)?;
            let time_is_between = parts[end..behind_year].contains(&Part::Sign(':'));
            (day, year, if time_is_between { end } else { behind_year })
        }
        _ => return None,
    };
    let days = days_of(year, month, day)?;
    Some((days..=days, &parts[end..]))
}

/// The second of the day, and the zone if it is known, in seconds from UTC.
fn time(parts: &[Part]) -> Option<(i64, Option<i64>)> {
    use Part::{Number, Sign};
    let (at, hour, minute) = parts
        .windows(3)
        .enumerate()
        .find_map(|(at, three)| match three {
            [Number(hour, 1..=2), Sign(':'), Number(minute, 2)] => Some((at, *hour, *minute)),
            _ => None,
        })?;
    let mut rest = &parts[at + 3..];
    let mut second = 0;
    if let [Sign(':'), Number(given, 2), behind @ ..] = rest {
        (second, rest) = (*given, behind);
        if let [Sign('.' | ','), Number(_, _), behind @ ..] = rest {
            rest = behind;
        }
    }
    let hour = match rest.iter().find(|part| matches!(part, Part::Am | Part::Pm)) {
        Some(Part::Pm) if hour < 12 => hour + 12,
        Some(Part::Am) if hour == 12 => 0,
        _ => hour,
    };
    if hour > 24 || minute > 59 || second > 60 {
        return None;
    }
    let zone = match rest {
        [
            Sign(sign @ ('+' | '-' | '−')),
            Number(hours, 1..=2),
            Sign(':'),
            Number(minutes, 2),
            ..,
        ] => Some(signed(*sign, hours * HOUR + minutes * MINUTE)),
        [Sign(sign @ ('+' | '-' | '−')), Number(both, 4), ..] => {
            Some(signed(*sign, both / 100 * HOUR + both % 100 * MINUTE))
        }
        [Sign(sign @ ('+' | '-' | '−')), Number(hours, 2), ..] => {
            Some(signed(*sign, hours * HOUR))
        }
        _ => rest.iter().find_map(|part| match part {
            Part::Zone(zone) => Some(*zone),
            _ => None,
        }),
    };
    // No place is farther from Greenwich.
    let is_somewhere = zone.is_none_or(|zone: i64| zone.abs() <= 14 * HOUR);
    is_somewhere.then_some((hour * HOUR + minute * MINUTE + second, zone))
}

fn signed(sign: char, zone: i64) -> i64 {
    if sign == '+' { zone } else { -zone }
}

/// Days since 1970 of a day of the Gregorian calendar; `None` when there is no such day.
fn days_of(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !YEARS.contains(&year) || !(1..=length).contains(&day) {
        return None;
    }
    // The year begins in March, so that the odd day of a leap year comes last.
    let (year, month) = if month <= 2 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let before = 365 * year + year / 4 - year / 100 + year / 400;
    Some(before + (153 * month + 2) / 5 + day - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> When {
        When::parse(text).unwrap_or_else(|| panic!("{text} is a date"))
    }

    #[test]
    fn one_moment_in_many_formats() {
        let moment = at("2018-06-08T21:05:00Z");
        assert_eq!(moment.moment, Some(1_528_491_900));
        for text in [
            "2018-06-08 21:05:00+00:00",
            "2018-06-08T23:05:00.123+0200",
            "Fri, 08 Jun 2018 17:05:00 EDT",
            "Friday, June 8th, 2018 at 9:05 PM UTC",
            "8 June 2018 21:05 GMT",
            "20180608T21:05Z",
            "08.06.2018, 23:05 CEST",
        ] {
            assert_eq!(at(text).moment, moment.moment, "{text}");
        }
    }

    #[test]
    fn times_and_zones_count_in_seconds() {
        let day = seconds_of_date("2026-11-22").unwrap();
        for (date, seconds) in [
            ("20261122", 0),
            ("2026/11/22", 0),
            (" 2026-11-22 ", 0),
            ("2026-11-22T17:30", 63_000),
            ("2026-11-22 17:30:05", 63_005),
            ("2026-11-22T17:30:05.999Z", 63_005),
            ("2026-11-22T17:30:05+01:00", 59_405),
            ("2026-11-22 17:30 CET", 59_400),
            ("20261122 5:30 PM", 63_000),
            ("2026-11-22T", 0),
            ("2026-11-22T99:00", 0),
            ("2026-11-22, Berlin", 0),
        ] {
            assert_eq!(seconds_of_date(date), Some(day + seconds), "{date}");
        }
    }

    #[test]
    fn one_day_in_ten_languages() {
        let day = at("2018-03-08");
        for text in [
            "March 8, 2018",
            "8. März 2018",
            "8 mars 2018",
            "8 de marzo de 2018",
            "8 marzo 2018",
            "8 de março de 2018",
            "8 maart 2018",
            "den 8 mars 2018",
            "8 marca 2018",
            "8 марта 2018 г.",
            "8-MAR-2018",
            "2018/3/8",
            "08.03.2018",
            "mardi 8 mars 2018",
        ] {
            assert_eq!(at(text), day, "{text}");
        }
        assert_eq!(at("8 Jun 93"), at("1993-06-08"));
        assert_eq!(at("8 Jun 18"), at("2018-06-08"));
        assert_eq!(at("2 мая 2018"), at("2018-05-02"));
        assert_eq!(at("26-FEB-1987 15:01:01.01"), at("1987-02-26 15:01:01"));
    }

    #[test]
    fn a_word_that_begins_like_a_month_is_none() {
        let day = at("2026-06-09");
        for text in [
            "maandag 9 juni 2026",
            "mar. 9 juin 2026",
            "mar 9 giu 2026",
            "mar., 9 de junho de 2026",
            "martes, 9 de junio de 2026",
            "Augsburg, 9. Juni 2026",
            "Marseille, le 9 juin 2026",
            "Novosibirsk, 9 June 2026",
            "Decatur, June 9, 2026",
            "Майкоп, 9 июня 2026",
            "tisdagen den 9 juni 2026",
            "wtorek, 9 czerwca 2026 r.",
            "9. 6. 2026",
            "Dienstag, 09.06.2026",
            "Tue, 2026-06-09",
            "2026年6月9日",
        ] {
            assert_eq!(at(text), day, "{text}");
        }
        assert_eq!(at("Fri Mar  6 10:00:05 2026"), at("2026-03-06 10:00:05"));
        assert_eq!(at("Juneau, 9 July 2026"), at("2026-07-09"));
        for text in [
            "Decorum 9, 2026",
            "9 Marsh 2026",
            "2026-W11-1",
            "2026-Q4-09",
        ] {
            assert_eq!(When::parse(text), None, "{text}");
        }
        // The day is known, though the hour is none.
        assert_eq!(at("2026-06-09T10:00+99:00"), day);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "2018",
            "31.02.2018",
            "2018-13-01",
            "99/99/2018",
            "May",
            "1e9",
            "12:30",
            "June 8",
        ] {
            assert_eq!(When::parse(text), None, "{text}");
        }
    }

    #[test]
    fn moments_are_compared_where_known_and_days_else() {
        assert!(at("2018-06-08").is_before(at("2018-06-09")));
        assert!(!at("2018-06-08").is_before(at("2018-06-08T23:00:00Z")));
        assert!(at("2018-06-08T10:00:00Z").is_before(at("2018-06-08T10:00:01Z")));
        // Without zones, hours of one day may lie in any order.
        assert!(!at("2018-06-08 10:00").is_before(at("2018-06-08 12:00")));
        // The third of April or the fourth of March.
        assert!(at("2019-03-01").is_before(at("03/04/2019")));
        assert!(!at("2019-03-10").is_before(at("03/04/2019")));
        assert!(!at("03/04/2019").is_before(at("2019-03-20")));
        assert!(at("2019-12-08T23:30:00-05:00").is_before(at("2019-12-09T05:00:00Z")));
        assert_eq!(at("03/04/2019").days_apart(at("2019-03-20")), 0);
        assert_eq!(at("2018-06-08").days_apart(at("2018-06-11")), 3);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = When::parse(&text);
        }

        #[test]
        fn hostile_dates_do_not_panic(text in "[0-9]{0,20}[-/.: T]{0,2}[0-9a-zA-Z]{0,12}[-/.: ]{0,2}[0-9]{0,20}[:+-]{0,2}[0-9]{0,19}") {
            let _ = When::parse(&text);
        }

    }

    #[test]
    fn days_count_up_from_1600_to_2200() {
        let days: Vec<i64> = YEARS
            .flat_map(|year| (1..=12).map(move |month| (year, month)))
            .flat_map(|(year, month)| (1..=31).filter_map(move |day| days_of(year, month, day)))
            .collect();
        assert!(days.windows(2).all(|pair| pair[0] + 1 == pair[1]));
        assert_eq!(days_of(1970, 1, 1), Some(0));
        assert_eq!(days_of(2000, 3, 1), Some(11_017));
    }
}
