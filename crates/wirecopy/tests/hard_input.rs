//! What scraped collections throw at a check.

use wirecopy::{
    Article, CheckOptions, Error, Relation, Report, check, check_with_progress, compare,
};

const STORY: &str = "The ferry to Marrow Point will sail again on Monday, the harbour board said, after engineers \
                     replaced a cracked shaft that had kept the vessel in dock since the storms of early March.";

const OTHER: &str = "Beekeepers in the upper valley counted fewer hives this spring than in any year since records \
                     began, and the association wants the county to plant flowering strips along its roads.";

fn run(articles: &[Article<'_>]) -> Report {
    check(articles, &CheckOptions::default()).expect("sound input")
}

fn relation(a: &str, b: &str) -> Option<Relation> {
    let report = run(&[Article::new("a", a), Article::new("b", b)]);
    report.pairs.first().map(|pair| pair.relation)
}

#[test]
fn no_articles_give_an_empty_report() {
    let report = run(&[]);
    assert_eq!(
        (report.articles, report.pairs.len(), report.clusters.len()),
        (0, 0, 0)
    );
}

#[test]
fn an_article_without_words_is_named_and_the_others_are_checked() {
    let report = run(&[
        Article::new("empty", " \n"),
        Article::new("a", STORY),
        Article::new("dots", "… — !"),
        Article::new("b", STORY),
    ]);
    let skipped: Vec<&str> = report.skipped.iter().map(|s| s.origin.as_str()).collect();
    assert_eq!(skipped, ["empty", "dots"]);
    assert_eq!(report.articles, 2);
    assert_eq!(report.pairs[0].relation, Relation::Identical);
}

#[test]
fn two_articles_of_one_id_are_refused_with_both_places() {
    let articles = [
        Article::new("x", STORY),
        Article::new("y", OTHER),
        Article::new("x", OTHER),
    ];
    let refused = check(&articles, &CheckOptions::default());
    assert!(matches!(refused, Err(Error::DuplicateId { id, first: 0, second: 2 }) if id == "x"));
}

#[test]
fn a_share_out_of_range_is_refused_by_name() {
    for share in [-0.1, 1.1, f64::NAN] {
        let refused = check(&[], &CheckOptions::default().with_contained_share(share));
        assert!(
            matches!(
                refused,
                Err(Error::InvalidShare {
                    name: "contained_share",
                    ..
                })
            ),
            "{share}"
        );
    }
}

#[test]
fn spacing_case_quote_style_and_invisible_characters_make_no_difference() {
    let plain = format!("\"{STORY}\" it's said");
    let dressed = format!(
        "\u{FEFF}“{}”  IT’S\u{200B}\u{00A0}sa\u{00AD}id",
        STORY.to_uppercase().replace("FERRY", "FER\u{200B}RY")
    );
    assert_eq!(relation(&plain, &dressed), Some(Relation::Identical));
    let decomposed = STORY.replace("again", "agai\u{0301}n");
    let composed = STORY.replace("again", "agaín");
    assert_eq!(relation(&decomposed, &composed), Some(Relation::Identical));
}

#[test]
fn texts_shorter_than_any_seed_are_compared_without_a_panic() {
    for (a, b, wanted) in [
        ("Rain.", "rain", Some(Relation::Identical)),
        ("Rain today", "Rain tomorrow", None),
        (
            "Ferry sails again on Monday",
            "Ferry sails again on Monday, board says",
            None,
        ),
        (
            "Ferry sails again on Monday",
            "Ferry sails again on Monday says",
            Some(Relation::NearDuplicate),
        ),
    ] {
        assert_eq!(relation(a, b), wanted, "{a} | {b}");
    }
}

#[test]
fn many_identical_articles_make_lists_that_grow_with_their_number_only() {
    let ids: Vec<String> = (0..100_000).map(|i| i.to_string()).collect();
    let articles: Vec<Article<'_>> = ids
        .iter()
        .map(|id| Article::new(id.as_str(), STORY))
        .collect();
    let report = run(&articles);
    assert_eq!(report.pairs.len(), 99_999);
    assert!(
        report
            .pairs
            .iter()
            .all(|pair| pair.a == "0" && pair.passages.is_empty())
    );
    assert_eq!(report.clusters.len(), 100_000);
}

#[test]
fn many_articles_that_differ_in_one_word_only_stay_near_duplicates() {
    let texts: Vec<String> = (0..200)
        .map(|i| STORY.replace("Monday", &format!("day{i}")))
        .collect();
    let ids: Vec<String> = (0..200).map(|i| format!("n{i}")).collect();
    let articles: Vec<Article<'_>> = ids
        .iter()
        .zip(&texts)
        .map(|(id, t)| Article::new(id.as_str(), t.as_str()))
        .collect();
    let report = run(&articles);
    assert_eq!(report.pairs.len(), 200 * 199 / 2);
    assert!(
        report
            .pairs
            .iter()
            .all(|pair| pair.relation == Relation::NearDuplicate)
    );
    assert_eq!(report.clusters.len(), 200);
    assert!(
        report
            .clusters
            .iter()
            .all(|member| member.representative == "n0")
    );
}

#[test]
fn a_paragraph_that_one_page_carries_twice_counts_once() {
    let page = format!("{STORY}\n\n{STORY}\n\n{OTHER}");
    let comparison = compare(
        &Article::new("a", STORY),
        &Article::new("b", page),
        &CheckOptions::default(),
    )
    .expect("sound");
    assert_eq!(comparison.relation, Some(Relation::Contained));
    assert!((comparison.share_of_a - 1.0).abs() < 1e-9);
    // Of b, the story counts once and the other text once: 34 words of 63, as without the repeat.
    let once = compare(
        &Article::new("a", STORY),
        &Article::new("b", format!("{STORY}\n\n{OTHER}")),
        &CheckOptions::default(),
    )
    .expect("sound");
    assert!(
        (comparison.share_of_b - once.share_of_b).abs() < 1e-9,
        "{comparison:?}"
    );
}

#[test]
fn one_word_ten_thousand_times_ends() {
    let (a, b) = ("ha ".repeat(10_000), "ha ".repeat(9_000));
    assert_eq!(relation(&a, &b), Some(Relation::NearDuplicate));
}

#[test]
fn a_text_in_chinese_and_one_in_thai_are_checked() {
    let chinese = "渡轮公司星期一表示，在工程师更换了断裂的轴之后，前往马罗角的渡轮将恢复航行，票价保持不变。";
    let thai = "เรือข้ามฟากจะกลับมาให้บริการอีกครั้งในวันจันทร์หลังจากวิศวกรเปลี่ยนเพลาที่ร้าว";
    assert_eq!(
        relation(&format!("{chinese}甲"), &format!("{chinese}乙")),
        Some(Relation::NearDuplicate)
    );
    assert_eq!(relation(chinese, thai), None);
}

#[test]
fn a_stop_ends_the_check_at_every_stage() {
    let articles = [
        Article::new("a", STORY),
        Article::new("b", format!("{STORY} {OTHER}")),
    ];
    for stage in wirecopy::Stage::ALL {
        let stopped = check_with_progress(&articles, &CheckOptions::default(), &|at, _, _| {
            if at == stage {
                std::ops::ControlFlow::Break(())
            } else {
                std::ops::ControlFlow::Continue(())
            }
        });
        assert!(
            matches!(stopped, Err(Error::Cancelled)),
            "{stage:?}: {stopped:?}"
        );
    }
}
