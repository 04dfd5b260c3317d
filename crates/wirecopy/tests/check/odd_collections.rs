//! Collections that lack what a check would like to know: sources, dates, words, a common script.

use wirecopy::{Article, CheckOptions, Direction, PassageKind, Relation, Report, check, compare};

const STORY: &str = "The ferry to Marrow Point will sail again on Monday, the harbour board said, after engineers \
                     replaced a cracked shaft that had kept the vessel in dock since the storms of early March.";

const OTHER: &str = "Beekeepers in the upper valley counted fewer hives this spring than in any year since records \
                     began, and the association wants the county to plant flowering strips along its roads.";

const BLOG: &str = "Good news for everybody who has been driving round the bay. The ferry to Marrow Point will sail \
                    again on Monday, the harbour board said, after engineers replaced a cracked shaft. Bring a coat.";

fn article(
    id: &'static str,
    text: &'static str,
    date: &'static str,
    source: &'static str,
) -> Article<'static> {
    let known = |value: &'static str| (!value.is_empty()).then(|| value.into());
    Article {
        date: known(date),
        source: known(source),
        ..Article::new(id, text)
    }
}

fn run(articles: &[Article<'_>]) -> Report {
    check(articles, &CheckOptions::default()).expect("sound input")
}

fn direction(first: &'static str, second: &'static str) -> (Direction, usize) {
    let report = run(&[
        article("a", STORY, first, ""),
        article("b", BLOG, second, ""),
    ]);
    (report.pairs[0].direction, report.warnings.len())
}

#[test]
fn dates_of_several_formats_and_zones_are_compared_as_moments() {
    for (earlier, later) in [
        (
            "Wed, 6 Jun 2018 03:00:00 +0000",
            "2018-06-05T23:30:00-05:00",
        ),
        ("2018-06-06T08:00:00+09:00", "2018-06-06T00:30:00Z"),
        ("5. Juni 2018", "2018-06-06T12:00:00+02:00"),
        ("26-FEB-1987 15:01:01.79", "27 février 1987"),
        ("June 5, 2018", "7 июня 2018"),
    ] {
        assert_eq!(
            direction(earlier, later),
            (Direction::AToB, 0),
            "{earlier} | {later}"
        );
        assert_eq!(
            direction(later, earlier),
            (Direction::BToA, 0),
            "{later} | {earlier}"
        );
    }
}

#[test]
fn a_day_without_an_hour_is_neither_before_nor_after_an_hour_of_it() {
    assert_eq!(
        direction("2018-06-06", "2018-06-06T23:59:00Z"),
        (Direction::Unknown, 0)
    );
}

#[test]
fn dates_that_are_none_are_warned_of_by_id_and_count_as_unknown() {
    for date in [
        "yesterday",
        "2018-13-45",
        "32 June 2018",
        "0000-00-00",
        "--",
    ] {
        assert_eq!(
            direction(date, "2018-06-06"),
            (Direction::Unknown, 1),
            "{date}"
        );
    }
    let report = run(&[
        article("a", STORY, "2018-06-06", ""),
        article("b", BLOG, "soon", ""),
    ]);
    assert_eq!(report.warnings[0].id, "b");
    assert!(
        report.warnings[0].reason.contains("`soon`"),
        "{:?}",
        report.warnings
    );
}

/// The relation, the shares and the passages: what must not hang on who is known to have written it.
fn shared(report: &Report) -> Vec<(Relation, f64, f64, usize)> {
    let of = |pair: &wirecopy::Pair| {
        (
            pair.relation,
            pair.share_of_a,
            pair.share_of_b,
            pair.passages.len(),
        )
    };
    report.pairs.iter().map(of).collect()
}

#[test]
fn articles_of_one_source_and_of_none_share_what_articles_of_several_share() {
    let texts = [STORY, BLOG, OTHER, STORY];
    let ids = ["0", "1", "2", "3"];
    let of = |sources: [&'static str; 4]| {
        let articles: Vec<_> = (0..4)
            .map(|at| article(ids[at], texts[at], "", sources[at]))
            .collect();
        run(&articles)
    };
    let several = of(["Tidewire", "Harl Courier", "Bee Weekly", "Marrow Post"]);
    assert_eq!(several.pairs.len(), 2);
    for report in [of([""; 4]), of(["Tidewire"; 4]), of(["  "; 4])] {
        assert_eq!(shared(&report), shared(&several));
        assert_eq!(report.furniture.words, 0);
        assert!(
            report
                .pairs
                .iter()
                .all(|pair| pair.direction == Direction::Unknown)
        );
    }
}

#[test]
fn articles_of_one_word_are_identical_or_nothing() {
    let words = ["Fire", "fire!", "Water", "火", "7"];
    let articles: Vec<_> = (0_usize..)
        .zip(words)
        .map(|(number, word)| Article::new(number.to_string(), word))
        .collect();
    let report = run(&articles);
    assert_eq!(report.articles, 5);
    assert!(report.skipped.is_empty());
    let pairs: Vec<_> = report
        .pairs
        .iter()
        .map(|p| (p.a.as_str(), p.b.as_str(), p.relation))
        .collect();
    assert_eq!(pairs, [("0", "1", Relation::Identical)]);
    assert!(
        report
            .explain("0", "1")
            .expect("a pair")
            .to_string()
            .contains("1 word;")
    );
    // Beside articles of many words.
    let report = run(&[article("a", STORY, "", ""), article("b", "Monday", "", "")]);
    assert!(report.pairs.is_empty());
}

#[test]
fn an_article_that_quotes_another_whole_contains_it_and_took_it() {
    let quoting = format!(
        "The council read the whole statement into its record on Friday, and then adjourned for lunch. \
         \"{STORY}\" Nobody asked the board a question about it, the minutes of the clerk say."
    );
    let report = run(&[
        article("statement", STORY, "", ""),
        Article::new("minutes", quoting),
    ]);
    let pair = &report.pairs[0];
    assert_eq!(pair.relation, Relation::Contained);
    assert_eq!((pair.share_of_a, pair.quotation_part), (1.0, 1.0));
    assert_eq!(pair.passages[0].kind, PassageKind::Quotation);
    assert_eq!(pair.direction, Direction::AToB);
    assert_eq!(pair.revision, None);
    let words = pair.explanation().to_string();
    assert!(
        words.contains("100 % of the shared words stand inside quotation marks"),
        "{words}"
    );
}

#[test]
fn of_two_pages_of_furniture_alone_no_share_is_told() {
    let page = "Subscribe to our newsletter.\n\nShare this story.";
    let report = run(&[article("a", page, "", ""), article("b", page, "", "")]);
    let words = report.pairs[0].explanation().to_string();
    assert!(
        words.contains("All words of both are page furniture"),
        "{words}"
    );
    assert!(!words.contains('%'), "{words}");
}

#[test]
fn articles_in_different_scripts_share_nothing_but_what_one_took_from_the_other() {
    let russian = "Паром в Марроу-Пойнт снова выйдет в понедельник, сообщил совет порта, после того как инженеры \
                   заменили треснувший вал, из-за которого судно стояло в доке с начала марта.";
    let both = format!("{russian} {STORY}");
    let report = run(&[
        article("en", STORY, "", ""),
        Article::new("ru", russian),
        Article::new("both", both.clone()),
    ]);
    let mut pairs: Vec<_> = report
        .pairs
        .iter()
        .map(|p| (p.a.as_str(), p.b.as_str(), p.relation))
        .collect();
    pairs.sort_unstable();
    assert_eq!(
        pairs,
        [
            ("en", "both", Relation::Contained),
            ("ru", "both", Relation::Contained)
        ]
    );
    // Offsets are characters, in whatever script.
    let passage = &report
        .pairs
        .iter()
        .find(|pair| pair.a == "en")
        .expect("a pair")
        .passages[0];
    let (start, end) = (place(passage.b_start), place(passage.b_end));
    let slice: String = both.chars().take(end).skip(start).collect();
    assert_eq!(slice, passage.text_b);
    let alone = compare(
        &article("en", STORY, "", ""),
        &Article::new("ru", russian),
        &CheckOptions::default(),
    );
    let alone = alone.expect("valid");
    assert_eq!((alone.relation, alone.passages.len()), (None, 0));
    assert!(
        alone
            .explanation()
            .to_string()
            .contains("They share no passage.")
    );
}

fn place(characters: u64) -> usize {
    usize::try_from(characters).expect("a place in a short text")
}
