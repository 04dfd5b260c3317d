//! The sample newsroom has the relations that its authors wrote into it.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use wirecopy::{CheckOptions, Level, Pair, Relation, Report, check, compare, read};

fn folder() -> &'static Path {
    Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../examples/newsroom"
    ))
}

fn report() -> Report {
    let input = read::read_paths(&[folder().to_owned()], &read::ReadOptions::default())
        .expect("the sample is part of the project");
    assert!(input.skipped.is_empty() && input.repaired.is_empty());
    check(&input.articles, &CheckOptions::default()).expect("the sample is sound")
}

fn expected() -> Value {
    let json = std::fs::read_to_string(folder().join("expected.json")).expect("part of the sample");
    serde_json::from_str(&json).expect("expected.json is JSON")
}

#[test]
fn the_relations_are_those_of_expected_json() {
    let found: BTreeMap<(String, String), String> = report()
        .pairs
        .into_iter()
        .filter(|pair| pair.relation != Relation::SameStory)
        .map(|pair| ((pair.a, pair.b), pair.relation.to_string()))
        .collect();
    let wanted: BTreeMap<(String, String), String> = expected()["pairs"]
        .as_array()
        .expect("a list of pairs")
        .iter()
        .map(|pair| {
            let field = |name: &str| pair[name].as_str().expect("a string").to_owned();
            ((field("a"), field("b")), field("relation"))
        })
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn the_fire_in_other_words_is_the_same_story() {
    let report = report();
    let found: Vec<(&str, &str)> = (report.pairs.iter())
        .filter(|pair| pair.relation == Relation::SameStory)
        .map(|pair| (pair.a.as_str(), pair.b.as_str()))
        .collect();
    let expected = expected();
    let (found, missed): (Vec<(&str, &str)>, Vec<_>) = (expected["same_story"].as_array())
        .expect("a list of pairs")
        .iter()
        .map(|pair| [0, 1].map(|side| pair[side].as_str().expect("an id")))
        .map(|[a, b]| (a, b))
        .partition(|pair| found.contains(pair));
    assert_eq!(found.len(), 2);
    // The brief has few words of it left, and says of itself that it is the agency's story.
    assert_eq!(missed, [("brief-harbour-fire", "tribune-waterfront-blaze")]);
    let of = |id: &str| {
        let mut stories = report.clusters.iter().filter(|m| m.level == Level::Story);
        stories.find(|m| m.id == id).map(|m| m.cluster)
    };
    for id in [
        "brief-harbour-fire",
        "courier-harbour-fire",
        "blog-tideline",
        "tribune-waterfront-blaze",
    ] {
        let story = of(id);
        assert!(
            story.is_some() && story == of("agency-harbour-fire"),
            "{id}"
        );
    }
    assert_eq!(of("lantern-choir"), None);
    // Two reports of one closing, which is not the fire.
    assert_eq!(of("glazeware-gazette"), of("glazeware-ledger"));
    assert_ne!(of("glazeware-gazette"), of("agency-harbour-fire"));
}

#[test]
fn no_other_pair_is_of_one_story() {
    let expected = expected();
    let lists = ["same_story", "same_story_or_none"].map(|name| expected[name].clone());
    for pair in report().pairs {
        let listed = lists
            .iter()
            .flat_map(|list| list.as_array().expect("a list"));
        let known = listed
            .clone()
            .any(|ids| ids[0] == *pair.a && ids[1] == *pair.b);
        assert!(pair.relation != Relation::SameStory || known, "{pair:?}");
    }
}

#[test]
fn every_passage_stands_where_it_says() {
    let input = read::read_paths(&[folder().to_owned()], &read::ReadOptions::default())
        .expect("part of the project");
    let slice = |id: &str, start: u64, end: u64| -> String {
        let article = input
            .articles
            .iter()
            .find(|article| article.id == id)
            .expect("known id");
        let length = usize::try_from(end - start).expect("short");
        article
            .text
            .chars()
            .skip(usize::try_from(start).expect("short"))
            .take(length)
            .collect()
    };
    let report = report();
    let passages = report
        .pairs
        .iter()
        .flat_map(|pair| pair.passages.iter().map(move |p| (pair, p)));
    let mut seen = 0;
    for (pair, passage) in passages {
        assert_eq!(
            slice(&pair.a, passage.a_start, passage.a_end),
            passage.text_a
        );
        assert_eq!(
            slice(&pair.b, passage.b_start, passage.b_end),
            passage.text_b
        );
        for edit in &passage.edits {
            assert!(
                passage.a_start <= edit.a_start
                    && edit.a_start <= edit.a_end
                    && edit.a_end <= passage.a_end
            );
            assert!(
                passage.b_start <= edit.b_start
                    && edit.b_start <= edit.b_end
                    && edit.b_end <= passage.b_end
            );
        }
        seen += 1;
    }
    assert!(seen >= 10, "only {seen} passages");
}

#[test]
fn pairs_come_by_relation_then_by_larger_share() {
    let larger = |pair: &Pair| pair.share_of_a.max(pair.share_of_b);
    for neighbours in report().pairs.windows(2) {
        let (first, second) = (&neighbours[0], &neighbours[1]);
        assert!(
            first.relation <= second.relation,
            "{} before {}",
            first.relation,
            second.relation
        );
        assert!(
            first.relation < second.relation || larger(first) >= larger(second),
            "{} {}",
            first.a,
            second.a
        );
    }
}

#[test]
fn the_furniture_of_one_outlet_is_reported_and_makes_no_pair() {
    let report = report();
    assert_eq!(report.furniture.articles, 4);
    assert!(
        report
            .pairs
            .iter()
            .all(|pair| !pair.a.starts_with("lantern")),
        "{:?}",
        report.pairs
    );
}

#[test]
fn a_report_survives_json() {
    let report = report();
    let mut json = Vec::new();
    report.to_json(&mut json).expect("memory takes it");
    assert_eq!(
        Report::from_json(json.as_slice()).expect("just written"),
        report
    );
}

#[test]
fn one_thread_and_two_give_the_same_bytes() {
    let bytes = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads");
        let mut json = Vec::new();
        pool.install(report)
            .to_json(&mut json)
            .expect("memory takes it");
        json
    };
    assert_eq!(bytes(1), bytes(2));
}

#[test]
fn comparing_two_files_agrees_with_the_check() {
    let input = read::read_paths(&[folder().to_owned()], &read::ReadOptions::default())
        .expect("part of the project");
    let article = |id: &str| {
        input
            .articles
            .iter()
            .find(|article| article.id == id)
            .expect("known id")
    };
    for pair in report().pairs {
        let alone =
            compare(article(&pair.a), article(&pair.b), &CheckOptions::default()).expect("sound");
        // Of a story in other words only the others beside it can tell.
        let wanted = (pair.relation != Relation::SameStory).then_some(pair.relation);
        assert_eq!(alone.relation, wanted, "{} {}", pair.a, pair.b);
    }
}
