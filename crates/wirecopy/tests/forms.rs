//! Forms, formulas and closing lines are shared by many, and are no relation.

#![expect(
    clippy::unwrap_used,
    reason = "a test that unwraps says enough by failing"
)]

use wirecopy::{Article, CheckOptions, Relation, Report, check, compare};

/// A notice of a bond, as an agency words all of them.
fn notice(number: usize) -> String {
    let names = [
        "Orrin",
        "Tessary",
        "Dunmorrow",
        "Harl",
        "Brenn",
        "Osterholm",
        "Pellan",
        "Marrow",
    ];
    let (who, bank) = (names[number % 8], names[(number + 3) % 8]);
    let (sum, rate, year) = (100 + 7 * number, 4 + number % 5, 2031 + number);
    format!(
        "{who} Ferries {number} Ltd is issuing a {sum} mln crown bond due May {number}, {year} paying {rate} pct, lead \
         manager {bank} Trust {sum} said. The bond is available in denominations of {sum} crowns and will be listed in \
         {bank}. The selling concession is {rate} pct while management and underwriting combined pays {year} crowns."
    )
}

/// Sentences that nobody else has.
fn own(number: usize) -> String {
    (0..40)
        .map(|word| format!("word{number}x{word}"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Checks the texts in a collection of a thousand, since few articles show no formula.
fn checked(texts: &[String]) -> Report {
    let others: Vec<String> = (500..1500).map(own).collect();
    let articles: Vec<Article<'_>> = texts
        .iter()
        .chain(&others)
        .enumerate()
        .map(|(number, text)| Article::new(number.to_string(), text))
        .collect();
    check(&articles, &CheckOptions::default()).unwrap()
}

const LIFTED: &str =
    "Divers found three breaches below the waterline, each wide enough to put an arm through.";

#[test]
fn notices_of_different_companies_are_no_reuse() {
    let texts: Vec<String> = (0..12).map(notice).collect();
    assert_eq!(checked(&texts).pairs, []);
}

#[test]
fn a_sentence_of_a_dozen_articles_is_a_formula_and_of_two_it_is_not() {
    let page = |number| format!("{} {LIFTED} {}", own(number), own(number + 100));
    let two: Vec<String> = (0..2).map(page).collect();
    assert_eq!(checked(&two).pairs[0].relation, Relation::PartialReuse);
    let dozen: Vec<String> = (0..12).map(page).collect();
    assert_eq!(checked(&dozen).pairs, []);
}

#[test]
fn versions_of_one_story_count_once_so_that_who_lifts_from_it_is_found() {
    let story = format!("{} {LIFTED} {}", own(1), own(2));
    let mut texts: Vec<String> = (0..12)
        .map(|number| format!("{story} credit{number} of{number} this{number} paper{number}"))
        .collect();
    texts.push(format!("{} {LIFTED} {}", own(3), own(4)));
    let report = checked(&texts);
    let lifting = report.pairs.iter().filter(|pair| pair.b == "12");
    let relations: Vec<Relation> = lifting.map(|pair| pair.relation).collect();
    assert!(!relations.is_empty() && relations.iter().all(|r| *r == Relation::PartialReuse));
}

#[test]
fn one_short_passage_that_closes_both_texts_is_no_reuse() {
    let closing: Vec<String> = (0..2)
        .map(|number| format!("{} {LIFTED}", own(number)))
        .collect();
    assert_eq!(checked(&closing).pairs, []);
    let [a, b] = [0, 1].map(|number| Article::new(number.to_string(), &closing[number]));
    let comparison = compare(&a, &b, &CheckOptions::default()).unwrap();
    assert_eq!(comparison.relation, None);
    assert_eq!(comparison.passages.len(), 1);
    assert!(comparison.reasons.last().unwrap().contains("close both"));
}

#[test]
fn a_form_of_two_texts_is_told_by_its_facts() {
    let [a, b] = [3, 4].map(|number| Article::new(number.to_string(), notice(number)));
    let comparison = compare(&a, &b, &CheckOptions::default()).unwrap();
    assert_eq!(comparison.relation, None, "{:?}", comparison.reasons);
    assert!(
        comparison
            .reasons
            .last()
            .unwrap()
            .contains("form or a formula")
    );
}
