//! New articles against old ones, dates that keep articles apart, and who was first.

use std::borrow::Cow;
use std::ops::ControlFlow;

use wirecopy::{Article, CheckOptions, Direction, Known, Relation, Report, check, check_with};

const FERRY: &str = "The night ferry to Saint Olave ran aground on Tuesday. Divers found three breaches below \
                     the waterline, each wide enough to put an arm through. Repairs begin on Monday.";
const BLOG: &str = "My cousin crosses every week. Divers found three breaches below the waterline, each wide \
                    enough to put an arm through. Nobody at the pier wants to say when the boats will be back.";
const CORRECTED: &str = "The night ferry to Saint Olave ran aground on Tuesday evening. Divers found three \
                         breaches below the waterline, each wide enough to put an arm through. Repairs begin \
                         on Monday.";
const MILL: &str =
    "The old mill by the river will reopen as a library in spring, the council said.";

fn article(id: &'static str, text: &'static str, date: &'static str) -> Article<'static> {
    Article {
        date: (!date.is_empty()).then_some(Cow::Borrowed(date)),
        ..Article::new(id, text)
    }
}

fn against(new: &[Article<'_>], old: &[Article<'_>]) -> Report {
    check_with(
        new,
        Known::new().with_against(old),
        &CheckOptions::default(),
        &|_, _, _| ControlFlow::Continue(()),
    )
    .expect("sound articles")
}

fn pairs(report: &Report) -> Vec<(&str, &str, Relation)> {
    let mut pairs: Vec<_> = (report.pairs.iter())
        .map(|pair| (pair.a.as_str(), pair.b.as_str(), pair.relation))
        .collect();
    pairs.sort_unstable();
    pairs
}

#[test]
fn old_articles_are_not_paired_with_one_another() {
    let old = [
        article("wire", FERRY, ""),
        article("wire-again", FERRY, ""),
        article("corrected", CORRECTED, ""),
        article("mill", MILL, ""),
    ];
    let new = [article("blog", BLOG, ""), article("mill", MILL, "")];
    let report = against(&new, &old);
    assert_eq!(
        pairs(&report),
        [
            ("against/mill", "mill", Relation::Identical),
            ("corrected", "blog", Relation::PartialReuse),
            ("wire", "blog", Relation::PartialReuse),
        ]
    );
    assert_eq!((report.articles, report.against), (2, 4));
}

#[test]
fn what_is_found_against_old_articles_is_what_a_check_of_all_finds_of_the_new_ones() {
    let old = [
        article("wire", FERRY, ""),
        article("corrected", CORRECTED, ""),
    ];
    let new = [article("blog", BLOG, ""), article("blog-again", BLOG, "")];
    let all: Vec<Article<'_>> = old.iter().chain(&new).cloned().collect();
    let whole = check(&all, &CheckOptions::default()).expect("sound articles");
    let of_new: Vec<_> = (whole.pairs.into_iter())
        .filter(|pair| pair.b.starts_with("blog"))
        .collect();
    assert!(of_new.len() >= 3);
    assert_eq!(against(&new, &old).pairs, of_new);
}

#[test]
fn without_old_articles_it_is_a_check() {
    let new = [article("wire", FERRY, ""), article("blog", BLOG, "")];
    let plain = check(&new, &CheckOptions::default()).expect("sound articles");
    assert_eq!(against(&new, &[]), plain);
    assert!(against(&[], &new).pairs.is_empty());
}

#[test]
fn articles_far_apart_in_time_are_not_compared_and_undated_ones_are() {
    let articles = [
        article("wire", FERRY, "2018-06-01"),
        article("blog", BLOG, "June 20, 2018"),
        article("corrected", CORRECTED, ""),
        article("wire-again", FERRY, "2024-01-01"),
    ];
    let found = |days| {
        let options = CheckOptions::default().with_date_window(days);
        let report = check(&articles, &options).expect("sound articles");
        pairs(&report).len()
    };
    assert_eq!(found(None), 4);
    // `wire-again` has the words of `wire`, and its date counts for their content.
    assert_eq!(found(Some(19)), 4);
    assert_eq!(found(Some(18)), 3);
}

#[test]
fn the_earlier_article_is_the_one_that_the_other_took_from() {
    let articles = [
        article("blog", BLOG, "2018-06-09T08:00:00+02:00"),
        article("wire", FERRY, "Sat, 09 Jun 2018 04:30:00 GMT"),
    ];
    let report = check(&articles, &CheckOptions::default()).expect("sound articles");
    let pair = &report.pairs[0];
    assert_eq!(pair.direction, Direction::BToA);
    let reason = pair.reasons.last().expect("a reason for the direction");
    assert!(
        reason.starts_with("text shared; earlier in b: Sat, 09 Jun"),
        "{reason}"
    );
}

#[test]
fn a_date_that_is_none_is_told_and_counts_as_unknown() {
    let articles = [
        article("wire", FERRY, "a while ago"),
        article("blog", BLOG, "2018-06-09"),
    ];
    let report = check(&articles, &CheckOptions::default()).expect("sound articles");
    assert_eq!(report.pairs[0].direction, Direction::Unknown);
    assert_eq!(report.warnings.len(), 1);
    let warning = &report.warnings[0];
    assert_eq!((warning.id.as_str(), warning.row), ("wire", Some(0)));
    assert_eq!((&warning.origin, warning.line), (&None, None));
}
