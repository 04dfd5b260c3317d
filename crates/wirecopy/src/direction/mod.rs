//! Who took from whom, as far as dates, credits and quotation marks tell.

mod bearers;
mod credit_words;
mod credits;
mod denials;
mod names;
mod outlets;

use wirecopy_reuse::Passage;
use wirecopy_text::{Analysis, Marks};

use crate::direction::credits::{credited, credited_in_dateline};
pub(crate) use crate::direction::names::Named;
pub(crate) use crate::direction::outlets::{Outlets, outlets};
use crate::when::When;
use crate::{Article, Direction};

/// So many words of prose in one text that stand inside quotation marks in the other say who quotes whom.
const QUOTED_WORDS: usize = 12;

/// A direction and why it was chosen; without a reason where nothing speaks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Directed {
    pub(crate) direction: Direction,
    pub(crate) reasons: Vec<String>,
}

/// An article with its words, as one end of a direction.
#[derive(Clone, Copy)]
pub(crate) struct End<'t> {
    pub(crate) article: &'t Article<'t>,
    pub(crate) words: &'t Analysis,
    pub(crate) named: &'t Named,
}

impl<'t> End<'t> {
    pub(crate) fn new(article: &'t Article<'t>, words: &'t Analysis, named: &'t Named) -> Self {
        Self {
            article,
            words,
            named,
        }
    }
}

/// What dates, explicit credits and quotation marks say, the strongest first.
///
/// An explicit credit of one article to the other decides, unless the dates say the opposite: then nobody knows. Else the
/// earlier date decides; else one-sided quotation marks.
pub(crate) fn direction(a: End<'_>, b: End<'_>, passages: &[Passage]) -> Directed {
    let credit = one_sided(credited(a, b), credited(b, a));
    decide(credit, earlier(a.article, b.article)).unwrap_or_else(|| {
        quotes(a.words, b.words, passages).map_or_else(Directed::default, Directed::because)
    })
}

/// The same for two articles of equal words: dates, and the agency in the dateline that one of them is.
pub(crate) fn direction_of_copies(a: &Article<'_>, b: &Article<'_>) -> Directed {
    let credit = one_sided(credited_in_dateline(a, b), credited_in_dateline(b, a));
    decide(credit, earlier(a, b)).unwrap_or_default()
}

impl Directed {
    fn because((direction, why): (Direction, String)) -> Self {
        Self {
            direction,
            reasons: vec![why],
        }
    }
}

/// What credit and dates say together; `None` when they say nothing.
fn decide(
    credit: Option<(Direction, String)>,
    date: Option<(Direction, String)>,
) -> Option<Directed> {
    match (credit, date) {
        (Some((credit, why)), Some((date, when))) if credit != date => Some(Directed {
            direction: Direction::Unknown,
            reasons: vec![why, when, "credit and dates disagree".to_owned()],
        }),
        (Some((direction, why)), date) => Some(Directed {
            direction,
            reasons: std::iter::once(why)
                .chain(date.map(|(_, when)| when))
                .collect(),
        }),
        (None, date) => date.map(Directed::because),
    }
}

/// Which article is earlier by its date, if the dates leave no doubt.
fn earlier(a: &Article<'_>, b: &Article<'_>) -> Option<(Direction, String)> {
    let (date_a, date_b) = (a.date.as_deref()?, b.date.as_deref()?);
    let (when_a, when_b) = (When::parse(date_a)?, When::parse(date_b)?);
    let (direction, first, dates) = if when_a.is_before(when_b) {
        (Direction::AToB, "a", (date_a, date_b))
    } else if when_b.is_before(when_a) {
        (Direction::BToA, "b", (date_b, date_a))
    } else {
        return None;
    };
    let reason = format!(
        "text shared; earlier in {first}: {} before {}",
        dates.0.trim(),
        dates.1.trim()
    );
    Some((direction, reason))
}

/// Which article credits the other, by the names that each credits, if one of them does and not both.
fn one_sided(by_a: Option<String>, by_b: Option<String>) -> Option<(Direction, String)> {
    match (by_a, by_b) {
        (Some(name), None) => Some((
            Direction::BToA,
            format!("a credits {name}, and b is from {name}"),
        )),
        (None, Some(name)) => Some((
            Direction::AToB,
            format!("b credits {name}, and a is from {name}"),
        )),
        _ => None,
    }
}

/// Which article has in quotation marks what the other says itself.
fn quotes(a: &Analysis, b: &Analysis, passages: &[Passage]) -> Option<(Direction, String)> {
    let quoted = |words: &Analysis, range: &std::ops::Range<usize>| {
        words.marks()[range.clone()]
            .iter()
            .filter(|marks| marks.contains(Marks::QUOTED))
            .count()
    };
    let (mut only_in_a, mut only_in_b) = (0, 0);
    for passage in passages {
        let (in_a, in_b) = (quoted(a, &passage.a_words), quoted(b, &passage.b_words));
        only_in_a += if in_b == 0 { in_a } else { 0 };
        only_in_b += if in_a == 0 { in_b } else { 0 };
    }
    if only_in_a >= QUOTED_WORDS && only_in_b == 0 {
        let why = format!("a has {only_in_a} words in quotation marks that b says itself");
        Some((Direction::BToA, why))
    } else if only_in_b >= QUOTED_WORDS && only_in_a == 0 {
        let why = format!("b has {only_in_b} words in quotation marks that a says itself");
        Some((Direction::AToB, why))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn article<'t>(text: &str, source: &'t str, date: &'t str) -> Article<'t> {
        let known = |value: &'t str| (!value.is_empty()).then_some(Cow::Borrowed(value));
        Article {
            source: known(source),
            date: known(date),
            ..Article::new("id", text.to_owned())
        }
    }

    fn found(a: &Article<'_>, b: &Article<'_>) -> Directed {
        let (words_a, words_b) = (
            Analysis::new(&a.text).expect("short"),
            Analysis::new(&b.text).expect("short"),
        );
        let (named_a, named_b) = (Named::default(), Named::default());
        let (a, b) = (
            End::new(a, &words_a, &named_a),
            End::new(b, &words_b, &named_b),
        );
        let directed = direction(a, b, &[]);
        let swapped = direction(b, a, &[]);
        let turned = match directed.direction {
            Direction::AToB => Direction::BToA,
            Direction::BToA => Direction::AToB,
            Direction::Unknown => Direction::Unknown,
        };
        assert_eq!(swapped.direction, turned, "the order of the input decides");
        directed
    }

    #[test]
    fn the_earlier_date_comes_first_whatever_the_formats() {
        let a = article("The quay burnt.", "", "2018-06-08T23:30:00-04:00");
        let b = article("The quay burnt.", "", "Sat, 09 Jun 2018 05:00:00 +0000");
        assert_eq!(found(&a, &b).direction, Direction::AToB);
        let same_day = article("The quay burnt.", "", "9 June 2018");
        assert_eq!(found(&b, &same_day).direction, Direction::Unknown);
        let no_date = article("The quay burnt.", "", "soon");
        assert_eq!(found(&a, &no_date), Directed::default());
    }

    #[test]
    fn the_article_before_a_name_may_be_small() {
        for (source, text) in [
            ("The Harl Times", "The quay burnt, the Harl Times reported."),
            (
                "Der Spielplatz",
                "Der Kai brannte, wie der Spielplatz berichtet.",
            ),
            ("La Posta", "Il molo è bruciato, secondo la Posta."),
        ] {
            let paper = article("The quay burnt at noon.", source, "");
            let directed = found(&paper, &article(text, "Harl Courier", ""));
            assert_eq!(directed.direction, Direction::AToB, "{text}");
        }
        let paper = article("The quay burnt at noon.", "The Harl", "");
        let other = article("The quay burnt, the harl reported.", "Harl Courier", "");
        assert_eq!(found(&paper, &other), Directed::default());
    }

    #[test]
    fn a_name_that_stands_everywhere_ends() {
        let wire = article("The quay burnt.", "Tidewire", "");
        let names = "Tidewire ".repeat(50_000);
        let other = article(&format!("The quay burnt. {names}"), "Harl Courier", "");
        assert_eq!(found(&wire, &other), Directed::default());
    }

    #[test]
    fn an_explicit_credit_decides() {
        let wire = article("HARL, June 8 (Tidewire) - The quay burnt.", "", "");
        for text in [
            "The quay burnt, Tidewire reports.",
            "The quay burnt, as Tidewire first reported on Friday.",
            "According to Tidewire, the quay burnt.",
            "Der Kai brannte, wie Tidewire berichtet.",
            "Le quai a brûlé, selon Tidewire.",
            "El muelle ardió, según Tidewire.",
            "Il molo è bruciato, secondo Tidewire.",
            "O cais ardeu, segundo a Tidewire.",
            "De kade brandde, meldt Tidewire.",
            "Kajen brann, rapporterar Tidewire.",
            "Nabrzeże spłonęło, podaje Tidewire.",
            "Причал сгорел, сообщает Tidewire.",
        ] {
            let blog = article(text, "Harl Courier", "");
            let directed = found(&wire, &blog);
            assert_eq!(directed.direction, Direction::AToB, "{text}");
            assert!(directed.reasons[0].contains("Tidewire"), "{directed:?}");
        }
    }

    /// Sentences with the name of an outlet, ten that credit it (`+`) and ten that tell of it (`-`) in each language.
    const CREDITS: [&str; 10] = [
        include_str!("../../tests/credits/en.txt"),
        include_str!("../../tests/credits/de.txt"),
        include_str!("../../tests/credits/fr.txt"),
        include_str!("../../tests/credits/es.txt"),
        include_str!("../../tests/credits/it.txt"),
        include_str!("../../tests/credits/pt.txt"),
        include_str!("../../tests/credits/nl.txt"),
        include_str!("../../tests/credits/sv.txt"),
        include_str!("../../tests/credits/pl.txt"),
        include_str!("../../tests/credits/ru.txt"),
    ];

    #[test]
    fn what_credits_an_outlet_is_told_from_what_tells_of_it_in_ten_languages() {
        let wire = article("The quay burnt.", "Tidewire", "");
        let mut wrong = Vec::new();
        for line in CREDITS.into_iter().flat_map(str::lines) {
            let story = article(&line[2..], "Harl Courier", "");
            let credits = found(&wire, &story).direction == Direction::AToB;
            if credits != line.starts_with('+') {
                wrong.push(line);
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_source_is_known_by_its_other_names_and_not_by_persons_and_things_that_bear_it() {
        let mut wrong = Vec::new();
        for line in include_str!("../../tests/credits/names.txt").lines() {
            let (source, text) = line[2..].split_once(" | ").expect("a source and a text");
            let wire = article("The quay burnt.", source, "");
            let story = article(text, "Harl Courier", "");
            let credits = found(&wire, &story).direction == Direction::AToB;
            if credits != line.starts_with('+') {
                wrong.push(line);
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn the_agencies_of_datelines_stand_in_slashes_and_before_a_stop_too() {
        for (source, text) in [
            ("EFE", "MADRID, 3 may (EFE).- El muelle ardió."),
            ("EFE", "(EFE).- El muelle ardió."),
            ("ТАСС", "МОСКВА, 3 мая. /ТАСС/. Причал сгорел."),
            ("TASS", "/ТАСС/. Причал сгорел."),
            ("Tidewire", "HARL, May 3. /Tidewire/. The quay burnt."),
        ] {
            let wire = article("The quay burnt at noon.", source, "");
            let blog = article(text, "Harl Courier", "");
            assert_eq!(found(&wire, &blog).direction, Direction::AToB, "{text}");
        }
        let wire = article("The quay burnt at noon.", "It", "");
        let blog = article("Whoever comes, he/it/she will see it.", "Harl Courier", "");
        assert_eq!(found(&wire, &blog).direction, Direction::Unknown);
    }

    #[test]
    fn an_outlet_with_and_without_its_article_and_its_host_are_one() {
        let named = |source: &'static str| article("The quay burnt.", source, "");
        for (one, other, same) in [
            ("The Tidewire", "Tidewire", true),
            ("tidewire.com", "The Tidewire", true),
            ("https://www.tidewire.com", "Tidewire", true),
            ("El País", "O País", false),
            ("Tidewire", "Tideline", false),
        ] {
            let (one, other) = (named(one), named(other));
            let words = Analysis::new("The quay burnt.").expect("short");
            let (named_one, named_other) = (Named::default(), Named::default());
            let ends = [
                End::new(&one, &words, &named_one),
                End::new(&other, &words, &named_other),
            ];
            let found = outlets(ends[0], ends[1]);
            assert_eq!(found != Outlets::Different, same, "{found:?}");
        }
    }

    #[test]
    fn a_credit_goes_on_in_the_next_row_and_an_article_may_be_part_of_the_name() {
        for (source, text) in [
            ("Tidewire", "The mayor told\nTidewire. He was tired."),
            ("Tidewire", "The quay burnt. Source: Tidewire"),
            ("AFP", "Le bac a coulé, selon l'AFP."),
            ("ANSA", "Il traghetto è affondato, secondo l’ANSA."),
        ] {
            let wire = article("The quay burnt.", source, "");
            let blog = article(text, "Harl Courier", "");
            assert_eq!(found(&wire, &blog).direction, Direction::AToB, "{text}");
        }
    }

    #[test]
    fn what_an_outlet_says_of_itself_leaves_the_dates_to_decide() {
        let wire = article("The quay burnt.", "Tidewire", "2018-06-10");
        let text = "The share fell after Tidewire reported a loss.";
        let blog = article(text, "Harl Courier", "2018-06-08");
        assert_eq!(found(&wire, &blog).direction, Direction::BToA);
    }

    #[test]
    fn a_name_alone_is_no_credit() {
        let wire = article("HARL, June 8 (Tidewire) - The quay burnt.", "", "");
        for text in [
            "Shares of Tidewire fell when the quay burnt.",
            "The quay burnt. The tidewire reports to the harbour office by cable.",
        ] {
            let blog = article(text, "Harl Courier", "");
            assert_eq!(found(&wire, &blog).direction, Direction::Unknown, "{text}");
        }
    }

    #[test]
    fn short_names_and_long_ones_are_one_agency() {
        let wire = article("The quay burnt.", "Associated Press", "");
        let blog = article("HARL (AP) - The quay burnt.", "Harl Courier", "");
        assert_eq!(found(&wire, &blog).direction, Direction::AToB);
        let both = article("HARL (AP) - The quay burnt.", "", "");
        assert_eq!(found(&both, &blog).direction, Direction::Unknown);
    }

    #[test]
    fn a_credit_against_the_dates_leaves_it_open() {
        let wire = article(
            "HARL, June 8 (Tidewire) - The quay burnt.",
            "",
            "2018-06-10",
        );
        let blog = article("The quay burnt, Tidewire reports.", "", "2018-06-08");
        let directed = found(&wire, &blog);
        assert_eq!(directed.direction, Direction::Unknown);
        assert_eq!(directed.reasons.len(), 3);
    }
}
