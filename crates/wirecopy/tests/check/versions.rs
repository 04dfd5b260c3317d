//! Later versions, common sources, and what passages say of the rest of the input.

use wirecopy::{
    Article, CheckOptions, LaterVersion, Pair, Relation, Report, Revision, Stretch, check, compare,
};

const STORY: &str = "HARL - The quay of the old fish market burnt down on Tuesday night, and nobody was hurt.\n\
    Fire brigades of four villages pumped water out of the basin until five in the morning.\n\
    The harbour board puts the damage at 3 million crowns and wants to rebuild before the herring season.\n\
    Some thirty boats kept their winter gear on the upper floors, and most of it was not insured.";

fn dated(
    id: &'static str,
    date: &'static str,
    source: &'static str,
    text: String,
) -> Article<'static> {
    let known = |value: &'static str| (!value.is_empty()).then(|| value.into());
    Article {
        date: known(date),
        source: known(source),
        ..Article::new(id, text)
    }
}

fn checked(articles: &[Article<'_>]) -> Report {
    check(articles, &CheckOptions::default()).expect("valid articles")
}

fn pair<'r>(report: &'r Report, a: &str, b: &str) -> &'r Pair {
    report
        .pairs
        .iter()
        .find(|pair| pair.a == a && pair.b == b)
        .unwrap_or_else(|| panic!("no pair of {a} and {b}"))
}

fn slice(text: &str, stretch: Stretch) -> String {
    let (start, end) = (place(stretch.start), place(stretch.end));
    text.chars().take(end).skip(start).collect()
}

fn corrected() -> String {
    format!("CORRECTED - {}", STORY.replace("3 million", "4 million"))
        + "\nÅse Hjorth, who leads the board, said so on Wednesday."
}

#[test]
fn a_correction_is_a_revision_that_tells_what_was_added_and_removed() {
    let articles = [
        dated("first", "", "", STORY.to_owned()),
        dated("second", "", "", corrected()),
    ];
    let report = checked(&articles);
    let found = pair(&report, "first", "second");
    assert_eq!(found.relation, Relation::NearDuplicate);
    let revision = found.revision.as_ref().expect("a revision");
    assert_eq!(revision.later, LaterVersion::B);
    let added: Vec<String> = revision
        .added
        .iter()
        .map(|&s| slice(&corrected(), s))
        .collect();
    let removed: Vec<String> = revision.removed.iter().map(|&s| slice(STORY, s)).collect();
    assert_eq!(
        added,
        [
            "CORRECTED",
            "4",
            "Åse Hjorth, who leads the board, said so on Wednesday"
        ]
    );
    assert_eq!(removed, ["3"]);
    assert_eq!((revision.added_words, revision.removed_words), (12, 1));
    assert_eq!(revision.reasons, ["b says \"CORRECTED\""]);
    assert_eq!(
        compare(&articles[0], &articles[1], &CheckOptions::default())
            .expect("valid")
            .revision
            .as_ref(),
        Some(revision)
    );
}

#[test]
fn what_is_later_stays_later_when_the_input_is_turned_round() {
    let articles = [
        dated("second", "", "", corrected()),
        dated("first", "", "", STORY.to_owned()),
    ];
    let report = checked(&articles);
    let turned = report.pairs[0].revision.clone().expect("a revision");
    let straight = checked(&[articles[1].clone(), articles[0].clone()]);
    let straight = straight.pairs[0].revision.clone().expect("a revision");
    assert_eq!(
        (turned.later, straight.later),
        (LaterVersion::A, LaterVersion::B)
    );
    assert_eq!(
        (turned.added, turned.removed),
        (straight.added, straight.removed)
    );
}

fn revision_of(a: Article<'static>, b: Article<'static>) -> Option<Revision> {
    checked(&[a, b])
        .pairs
        .first()
        .expect("a pair")
        .revision
        .clone()
}

#[test]
fn two_versions_of_one_outlet_need_no_label() {
    let shorter: String = STORY.lines().take(3).collect::<Vec<_>>().join("\n");
    let first = |source| dated("a", "2018-06-05 10:00", source, shorter.clone());
    let second = |date, source| dated("b", date, source, STORY.to_owned());
    // On one day, by the clock of the outlet.
    let revision = revision_of(first("Tidewire"), second("2018-06-05 12:00", "Tidewire"));
    let revision = revision.expect("a revision");
    assert_eq!(revision.later, LaterVersion::B);
    assert_eq!((revision.added_words, revision.removed_words), (18, 0));
    // Another outlet's, and one of another year, are none.
    assert_eq!(
        revision_of(
            first("Tidewire"),
            second("2018-06-05 12:00", "Harl Courier")
        ),
        None
    );
    assert_eq!(
        revision_of(first("Tidewire"), second("2019-06-05 12:00", "Tidewire")),
        None
    );
    assert_eq!(revision_of(first(""), second("2018-06-05 12:00", "")), None);
}

#[test]
fn a_label_against_the_dates_leaves_it_open_which_is_later() {
    let first = dated("a", "2018-06-06", "", STORY.to_owned());
    let second = dated("b", "2018-06-05", "", corrected());
    let revision = revision_of(first, second).expect("a revision");
    assert_eq!(revision.later, LaterVersion::Unknown);
    assert!(
        revision
            .reasons
            .last()
            .expect("reasons")
            .contains("disagree")
    );
}

#[test]
fn a_corrected_headline_over_the_same_words_is_a_revision_without_changes() {
    let titled = |id: &'static str, title: &'static str| Article {
        title: Some(title.into()),
        ..Article::new(id, STORY)
    };
    let report = checked(&[
        titled("a", "Quay burns"),
        titled("b", "Berichtigung: Quay burns"),
    ]);
    let revision = report.pairs[0].revision.as_ref().expect("a revision");
    assert_eq!(revision.later, LaterVersion::B);
    assert_eq!((revision.added.len(), revision.removed.len()), (0, 0));
}

const LIFTED: &str =
    "Some thirty boats kept their winter gear on the upper floors, and most of it was not insured.";

fn around(lifted: &str, number: usize) -> String {
    let before = [
        "My cousin walks past the basin every evening with two dogs and a lamp.",
        "Insurance in the north has always been a matter of handshakes and of luck.",
        "Bread, nets and paint cost more this spring than anybody can remember.",
        "Whoever sails from here knows the smell of tar better than his own kitchen.",
    ][number];
    format!("{before}\n{lifted}\nThat is all we know in town number {number} today.")
}

#[test]
fn what_two_blogs_took_from_one_agency_has_a_common_source() {
    for date in ["2018-06-01", ""] {
        let later = if date.is_empty() { "" } else { "2018-06-03" };
        let both = "Fire brigades of four villages pumped water out of the basin until five in the morning.";
        let articles = [
            dated("blog", later, "", around(LIFTED, 0)),
            dated("wire", date, "", STORY.to_owned()),
            dated("other", later, "", around(&format!("{LIFTED} {both}"), 1)),
        ];
        let report = checked(&articles);
        assert_eq!(report.pairs.len(), 3);
        // Without dates nothing tells the agency's story from a blog that has as much as the other blog took.
        let wanted = (!date.is_empty()).then_some("wire");
        assert_eq!(
            pair(&report, "blog", "other").common_source.as_deref(),
            wanted
        );
        assert_eq!(pair(&report, "blog", "wire").common_source, None);
        assert_eq!(pair(&report, "wire", "other").common_source, None);
    }
}

#[test]
fn without_dates_the_one_that_shares_more_with_both_is_the_source() {
    let own = |number: usize| {
        let line = STORY.lines().nth(number).expect("four lines");
        format!("{LIFTED} {line}")
    };
    let articles = [
        Article::new("blog", around(&own(1), 0)),
        Article::new("wire", STORY),
        Article::new("other", around(&own(2), 1)),
    ];
    let report = checked(&articles);
    let found = pair(&report, "blog", "other");
    assert_eq!(found.common_source.as_deref(), Some("wire"));
}

#[test]
fn a_passage_says_in_how_many_other_articles_it_stands() {
    let mut articles: Vec<Article<'_>> = (0..4)
        .map(|number| Article::new(format!("blog {number}"), around(LIFTED, number)))
        .collect();
    // Two copies of the first.
    articles.push(Article::new("copy", around(LIFTED, 0)));
    articles.push(Article::new("second copy", around(LIFTED, 0)));
    let report = checked(&articles);
    let passages: Vec<(&str, &str, u64)> = report
        .pairs
        .iter()
        .flat_map(|pair| {
            pair.passages
                .iter()
                .map(move |p| (pair.a.as_str(), pair.b.as_str(), p.also_in))
        })
        .collect();
    assert_eq!(passages.len(), 6);
    // Six articles have it: the two of the pair, and four others.
    assert!(
        passages.iter().all(|&(.., also_in)| also_in == 4),
        "{passages:?}"
    );
    let alone = checked(&articles[..2]);
    assert_eq!(alone.pairs[0].passages[0].also_in, 0);
}

#[test]
fn an_old_report_is_still_read() {
    let old = r#"{"schema_version": 1, "articles": 2, "skipped": [], "clusters": [], "pairs": [{"a": "0", "b": "1",
        "relation": "partial_reuse", "share_of_a": 0.5, "share_of_b": 0.5, "quotation_part": 0.0, "direction": "a_to_b",
        "longest_run": 15, "reasons": ["text shared; earlier in a"], "passages": [{"a_start": 0, "a_end": 9, "b_start": 0,
        "b_end": 9, "text_a": "The quay.", "text_b": "The quay.", "kind": "prose", "words": 15, "quoted_words": 0,
        "edits": []}]}]}"#;
    let report = Report::from_json(old.as_bytes()).expect("a report of version 1");
    assert_eq!(report.pairs[0].revision, None);
    assert_eq!(report.pairs[0].common_source, None);
    assert_eq!(report.pairs[0].passages[0].also_in, 0);
    let explanation = report.explain("1", "0").expect("a pair").to_string();
    assert!(
        explanation.contains("Text shared; earlier in a."),
        "{explanation}"
    );
}

#[test]
fn threads_change_nothing() {
    let articles: Vec<Article<'_>> = (0..40)
        .map(|number| {
            let source = if number % 2 == 0 {
                "Tidewire"
            } else {
                "Harl Courier"
            };
            let text = match number % 5 {
                0 => STORY.to_owned(),
                1 => format!("UPDATE {}-{STORY}", number % 3),
                other => around(LIFTED, other - 1) + &format!(" Page {number}."),
            };
            dated("", "", source, text)
        })
        .enumerate()
        .map(|(number, article)| Article {
            id: number.to_string().into(),
            ..article
        })
        .collect();
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads");
        let mut json = Vec::new();
        pool.install(|| checked(&articles))
            .to_json(&mut json)
            .expect("written");
        json
    };
    let one = on(1);
    assert!(String::from_utf8_lossy(&one).contains("\"added_words\""));
    assert_eq!(one, on(2));
}

fn place(characters: u64) -> usize {
    usize::try_from(characters).expect("a place in a short text")
}
