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

/// Words that nobody else has; without digits, for a text of numbers is a table.
fn own(number: usize) -> String {
    (0..150)
        .map(|word| format!("{}{}", spelt(number), spelt(word)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A number below 26³ as three letters.
fn spelt(number: usize) -> String {
    [number / 676, number / 26, number]
        .map(|digit| char::from(b"abcdefghijklmnopqrstuvwxyz"[digit % 26]))
        .iter()
        .collect()
}

/// Checks the texts in a collection of a thousand, since few articles show no formula.
fn checked(texts: &[String]) -> Report {
    checked_with(texts, &CheckOptions::default())
}

fn checked_with(texts: &[String], options: &CheckOptions) -> Report {
    let others: Vec<String> = (500..1500).map(own).collect();
    let articles: Vec<Article<'_>> = texts
        .iter()
        .chain(&others)
        .enumerate()
        .map(|(number, text)| Article {
            // What many articles of one outlet have in common is page furniture.
            source: Some(format!("Paper {number}").into()),
            ..Article::new(number.to_string(), text)
        })
        .collect();
    check(&articles, options).unwrap()
}

const LIFTED: &str =
    "Divers found three breaches below the waterline, each wide enough to put an arm through.";

/// Longer than any formula.
const LIFTED_TOO: &str = "\
    The harbour office had been told of the first breach in spring, and it wrote back that the sluice would hold until the \
    money for a new one was found. Nobody went to look. By autumn the keeper kept a boat tied to his kitchen door, and his \
    neighbours had carried their potatoes upstairs. When the gate gave way at last it took the footbridge along, and with it \
    the only telephone on that side of the water, so that for two days the town learnt of the flood from what came floating \
    past: a henhouse, a church bench, a piano with a cat on it. The council has since found the money.";

#[test]
fn notices_of_different_companies_are_no_reuse() {
    let texts: Vec<String> = (0..12).map(notice).collect();
    let report = checked(&texts);
    assert_eq!(report.pairs, []);
    // What is not listed is counted, and listed when it is asked for.
    assert_eq!(report.left_out, 12 * 11 / 2);
    let mut options = CheckOptions::default();
    options.min_probability = 0.0;
    let all = checked_with(&texts, &options);
    assert_eq!((all.pairs.len(), all.left_out), (12 * 11 / 2, 0));
}

#[test]
fn a_form_of_which_all_slots_are_filled_in_anew_is_none_between_two_texts() {
    let weather = |place: &str, high: u32, low: u32, wind: &str| {
        format!(
            "Weather for {place}: sunny in the morning with clouds gathering in the afternoon, highs of {high} and lows of \
             {low}, winds light from the {wind}."
        )
    };
    let report = |texts: [&str; 2]| {
        let articles = [Article::new("a", texts[0]), Article::new("b", texts[1])];
        check(&articles, &CheckOptions::default()).unwrap()
    };
    let (orrin, tesk) = (
        weather("Orrin", 21, 9, "west"),
        weather("Tesk", 14, 3, "north"),
    );
    assert_eq!(report([&orrin, &tesk]).pairs, []);
    // Whoever keeps a name corrects the figures.
    let corrected = weather("Orrin", 14, 3, "north");
    assert_eq!(
        report([&orrin, &corrected]).pairs[0].relation,
        Relation::NearDuplicate
    );
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
fn long_text_is_no_formula_however_many_lift_it() {
    let page = |number| format!("{} {LIFTED_TOO} {}", own(number), own(number + 100));
    let dozen: Vec<String> = (0..12).map(page).collect();
    let report = checked(&dozen);
    assert_eq!(report.pairs.len(), 12 * 11 / 2);
    let passages = report.pairs.iter().flat_map(|pair| &pair.passages);
    assert!(passages.map(|passage| passage.also_in).all(|n| n == 10));
}

#[test]
fn long_text_is_reuse_at_the_close_and_beside_furniture_too() {
    let close = |number| format!("{}\nAdvertisement\n{LIFTED_TOO}", own(number));
    let middle = |number: usize| format!("{}\n{}", close(number), own(number + 100));
    for pages in [[close(0), close(1)], [middle(0), middle(1)]] {
        let report = checked(&pages);
        let relations: Vec<Relation> = report.pairs.iter().map(|pair| pair.relation).collect();
        assert_eq!(relations, [Relation::PartialReuse]);
    }
}

#[test]
fn a_paragraph_of_fifty_words_that_closes_two_pages_is_reuse() {
    let words: Vec<&str> = LIFTED_TOO.split(' ').take(50).collect();
    let page = |number| {
        format!(
            "{} {}\n\n{}.",
            own(number),
            own(number + 100),
            words.join(" ")
        )
    };
    let report = checked(&[page(0), page(1)]);
    let relations: Vec<Relation> = report.pairs.iter().map(|pair| pair.relation).collect();
    assert_eq!(relations, [Relation::PartialReuse]);
}

#[test]
fn what_strangers_have_after_a_note_of_the_editors_is_no_reuse() {
    let page =
        |number: usize, note| format!("{note}{LIFTED}\n{}\n{}", own(number), own(number + 100));
    let note = "Editor's note: This column comes from the quay.\n";
    assert_eq!(checked(&[page(0, note), page(1, note)]).pairs, []);
    assert_eq!(checked(&[page(0, ""), page(1, "")]).pairs.len(), 1);
}

#[test]
fn of_reuse_in_a_large_collection_a_probability_is_given() {
    let page = |number| format!("{} {LIFTED} {}", own(number), own(number + 100));
    let two: Vec<String> = (0..2).map(page).collect();
    let report = checked(&two);
    let probability = report.pairs[0].probability.unwrap();
    assert!((0.7..=1.0).contains(&probability), "{probability}");
    let signals = report.pairs[0].signals.unwrap();
    assert_eq!((signals.unique_part, signals.changed), (1.0, 0.0));
    let [a, b] = [0, 1].map(|number| Article::new(number.to_string(), &two[number]));
    let few = check(&[a, b], &CheckOptions::default()).unwrap();
    assert_eq!(few.pairs[0].probability, None);
}

#[test]
fn without_a_least_probability_formulas_are_listed_too() {
    let page = |number| format!("{} {LIFTED} {}", own(number), own(number + 100));
    let dozen: Vec<String> = (0..12).map(page).collect();
    let report = checked_with(&dozen, &CheckOptions::default().with_min_probability(0.0));
    assert_eq!(report.pairs.len(), 12 * 11 / 2);
    let probable = |probability: Option<f64>| probability.is_some_and(|p| p >= 0.7);
    assert!(!report.pairs.iter().any(|pair| probable(pair.probability)));
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
    assert!(comparison.reasons.last().unwrap().contains("closes both"));
    // Of two articles alone, a sentence of some length was lifted.
    let sentence = LIFTED.replace("arm through.", "arm through and touch the mud.");
    let [a, b] = [0, 1]
        .map(|number| Article::new(number.to_string(), format!("{} {sentence}", own(number))));
    let comparison = compare(&a, &b, &CheckOptions::default()).unwrap();
    assert_eq!(comparison.relation, Some(Relation::PartialReuse));
    let [a, b] = [0, 1].map(|number| Article::new(number.to_string(), &closing[number]));
    let everything = CheckOptions::default().with_min_probability(0.0);
    let comparison = compare(&a, &b, &everything).unwrap();
    assert_eq!(comparison.relation, Some(Relation::PartialReuse));
}

#[test]
fn a_phrase_that_two_quote_is_no_quotation_in_a_large_collection() {
    let quoting = |number, words: &str| {
        let (before, after) = (own(number), own(number + 100));
        format!("{before}\nThe keeper said: \"{words}\" {after}")
    };
    let phrase = "the sluice will hold until money is found";
    let saying = format!("{phrase}, and if it is not found, I shall learn to row");
    let two = |words: &str| [0, 1].map(|number| quoting(number, words));
    assert_eq!(checked(&two(phrase)).pairs, []);
    let everything = CheckOptions::default().with_min_probability(0.0);
    assert_eq!(
        checked_with(&two(phrase), &everything).pairs[0].relation,
        Relation::SharedQuotes
    );
    assert_eq!(
        checked(&two(&saying)).pairs[0].relation,
        Relation::SharedQuotes
    );
    let [a, b] = two(phrase);
    let [a, b] = [("a", a), ("b", b)].map(|(id, text)| Article::new(id, text));
    let comparison = compare(&a, &b, &CheckOptions::default()).unwrap();
    assert_eq!(comparison.relation, Some(Relation::SharedQuotes));
}

#[test]
fn a_correction_corrects_the_notice_of_its_own_company() {
    let others: Vec<String> = (500..1500).map(own).collect();
    let mut notices: Vec<String> = (0..12).map(notice).collect();
    let corrected = notices[5].replace("135 mln", "153 mln");
    notices.push(format!("CORRECTED - {corrected}"));
    let articles: Vec<Article<'_>> = (notices.iter().chain(&others).enumerate())
        .map(|(number, text)| Article {
            // Of two outlets none corrects the other.
            source: (![5, 12].contains(&number)).then(|| format!("Paper {number}").into()),
            ..Article::new(number.to_string(), text)
        })
        .collect();
    let report = check(&articles, &CheckOptions::default()).unwrap();
    let pairs: Vec<(&str, &str)> = (report.pairs.iter())
        .map(|pair| (pair.a.as_str(), pair.b.as_str()))
        .collect();
    assert_eq!(pairs, [("5", "12")]);
    assert!(report.pairs[0].revision.as_ref().unwrap().labelled);
}

#[test]
fn notices_of_one_outlet_are_no_versions_of_one_another() {
    let others: Vec<String> = (500..1500).map(own).collect();
    let notices: Vec<String> = (0..12).map(notice).collect();
    let articles: Vec<Article<'_>> = (notices.iter().chain(&others).enumerate())
        .map(|(number, text)| Article {
            source: Some("Tidewire".into()),
            ..Article::new(number.to_string(), text)
        })
        .collect();
    assert_eq!(
        check(&articles, &CheckOptions::default()).unwrap().pairs,
        []
    );
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
