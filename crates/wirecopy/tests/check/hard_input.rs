//! What scraped collections throw at a check.

use std::ops::ControlFlow;

use wirecopy::{
    Article, CheckOptions, Error, Relation, Report, Stage, check, check_with_progress, compare,
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
fn a_story_with_many_versions_makes_pairs_with_the_earliest_only() {
    let texts: Vec<String> = (0..200)
        .map(|i| STORY.replace("Monday", &format!("day{i}")))
        .collect();
    let ids: Vec<String> = (0..200).map(|i| format!("n{i}")).collect();
    let articles: Vec<Article<'_>> = ids
        .iter()
        .zip(&texts)
        .map(|(id, text)| Article::new(id.as_str(), text.as_str()))
        .collect();
    let report = run(&articles);
    assert!(
        report
            .pairs
            .iter()
            .all(|pair| pair.relation == Relation::NearDuplicate)
    );
    for (place, id) in ids.iter().enumerate() {
        let earlier = report.pairs.iter().filter(|pair| pair.b == *id).count();
        // Up to twenty earlier versions are all there; of more, the three earliest.
        assert_eq!(earlier, if place <= 20 { place } else { 3 }, "{id}");
    }
    assert_eq!(report.clusters.len(), 200);
    assert!(
        report
            .clusters
            .iter()
            .all(|member| member.representative == "n0")
    );
}

#[test]
fn the_order_of_the_input_changes_nothing_but_the_order() {
    let blog = format!("I was there when it broke down. {STORY} {OTHER} {STORY} About time!");
    let pieces = [
        STORY,
        OTHER,
        &blog,
        "One two three four one two three four one two three four.",
    ];
    for a in pieces {
        for b in pieces {
            let options = CheckOptions::default();
            let there =
                compare(&Article::new("a", a), &Article::new("b", b), &options).expect("sound");
            let back =
                compare(&Article::new("a", b), &Article::new("b", a), &options).expect("sound");
            assert_eq!(there.relation, back.relation);
            let shares = [
                there.share_of_a - back.share_of_b,
                there.share_of_b - back.share_of_a,
            ];
            assert!(
                shares.iter().all(|difference| difference.abs() < 1e-12),
                "{there:?} {back:?}"
            );
            assert_eq!(there.passages.len(), back.passages.len());
        }
    }
}

#[test]
fn identical_texts_share_all_however_short_they_are() {
    for (a, b) in [
        ("Hello", "hello!"),
        ("one two three", "One, two, three"),
        (STORY, STORY),
    ] {
        let options = CheckOptions::default();
        let same = compare(&Article::new("a", a), &Article::new("b", b), &options).expect("sound");
        assert_eq!(same.relation, Some(Relation::Identical));
        assert!(same.share_of_a >= 1.0 && same.share_of_b >= 1.0, "{same:?}");
        assert_eq!(same.passages.len(), 1);
    }
}

#[test]
fn half_of_the_words_replaced_is_half_of_a_share() {
    let words: Vec<&str> = STORY.split(' ').chain(OTHER.split(' ')).collect();
    let edited: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(i, word)| {
            if i % 10 < 5 {
                (*word).to_owned()
            } else {
                format!("other{i}")
            }
        })
        .collect();
    let options = CheckOptions::default();
    let (a, b) = (words.join(" "), edited.join(" "));
    let found = compare(&Article::new("a", a), &Article::new("b", b), &options).expect("sound");
    assert!(found.share_of_a <= 0.55, "{found:?}");
}

#[test]
fn capitals_make_no_names_of_a_whole_lead() {
    let page = format!(
        "Now this. {}. And that was all there was to see at the pier.",
        STORY.to_uppercase()
    );
    let wire = format!("{STORY} {OTHER}");
    assert_eq!(relation(&wire, &page), Some(Relation::PartialReuse));
    assert_eq!(
        relation(&wire.to_uppercase(), &page),
        Some(Relation::PartialReuse)
    );
}

#[test]
fn a_lifted_lead_with_its_quotation_is_reuse() {
    let lifted = "The company will close its oldest glass furnace before winter and move two hundred workers to \
                  another site, said director Anna Berg: \"We looked at every kiln and every contract and every \
                  shift and we could not find a way to keep it burning through another year of losses.\"";
    let a = format!("{OTHER} {lifted}");
    let b = format!("{STORY} {lifted}");
    assert_eq!(relation(&a, &b), Some(Relation::PartialReuse));
}

#[test]
fn check_and_compare_agree_on_headlines() {
    let (a, b) = (
        "Mayor opens new harbour bridge after two years",
        "Mayor opens new harbour tunnel after two years",
    );
    let options = CheckOptions::default();
    let alone = compare(&Article::new("a", a), &Article::new("b", b), &options).expect("sound");
    assert_eq!(relation(a, b), Some(Relation::NearDuplicate));
    assert_eq!(alone.relation, Some(Relation::NearDuplicate));
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
fn an_article_in_which_a_paragraph_stands_twice_has_the_shares_of_the_article_with_it_once() {
    let wire = format!("{STORY} {OTHER}");
    let shares = |page: &str| {
        let report = run(&[
            Article::new("wire", wire.as_str()),
            Article::new("page", page),
            Article::new(
                "weather",
                "Rain is expected on the coast, and the hills may see snow by night.",
            ),
        ]);
        let pair = &report.pairs[0];
        assert_eq!((report.pairs.len(), pair.b.as_str()), (1, "page"));
        (
            pair.relation,
            pair.share_of_a.to_bits(),
            pair.share_of_b.to_bits(),
        )
    };
    let lead = "Nobody on the quay had expected it, least of all the people who sell tickets there by hand.";
    let once = shares(&format!("{lead}\n\n{STORY}"));
    for page in [
        format!("{lead}\n\n{STORY}\n\n{STORY}"),
        format!("{STORY}\n\n{lead}\n\n{STORY}"),
        format!("{lead}\n\n{STORY}\n\n{lead}"),
    ] {
        assert_eq!(shares(&page), once, "{page}");
    }
}

#[test]
fn three_hundred_papers_with_one_agency_story_are_one_cluster_and_their_footers_no_passages() {
    let story = format!("{STORY} {OTHER}");
    let papers: Vec<(String, String, String)> = (0..300)
        .map(|n| {
            let footer = format!("Desk{n} street{n} town{n} call{n} paper{n} county{n} quay{n}.");
            (
                format!("n{n}"),
                format!("{story}\n\n{footer}"),
                format!("Paper {n}"),
            )
        })
        .collect();
    let of_first = |count: usize| {
        let articles: Vec<Article<'_>> = papers[..count]
            .iter()
            .map(|(id, text, source)| Article {
                source: Some(source.as_str().into()),
                ..Article::new(id.as_str(), text.as_str())
            })
            .collect();
        run(&articles)
    };
    let report = of_first(300);
    assert_eq!(report.clusters.len(), 300);
    assert!((report.clusters.iter()).all(|member| member.representative == "n0"));
    // Each paper with its few earliest versions, and no more: twice the papers make twice the pairs.
    let pairs_of = |report: &Report, count: usize| {
        let last = |pair: &&wirecopy::Pair| {
            pair.b[1..].parse::<usize>().expect("n and a number") >= count / 2
        };
        report.pairs.iter().filter(last).count()
    };
    assert_eq!(pairs_of(&report, 300), 150 * 3);
    assert_eq!(pairs_of(&of_first(150), 150), 75 * 3);
    let end = story.chars().count() as u64;
    for pair in &report.pairs {
        assert_eq!(
            pair.relation,
            Relation::NearDuplicate,
            "{} {}",
            pair.a,
            pair.b
        );
        for passage in &pair.passages {
            assert!(passage.a_end <= end && passage.b_end <= end, "{passage:?}");
        }
    }
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
fn a_phrase_of_thai_is_no_reuse_and_a_sentence_is() {
    let (mill, tram) = (
        "โรงสีเก่าริมแม่น้ำจะเปิดเป็นห้องสมุดในฤดูใบไม้ผลิ",
        "คนขับรถรางหยุดรอให้ห่านข้ามถนนจึงมาสายเป็นครั้งแรก",
    );
    let with = |own: &str, shared: &str| format!("{own} {shared} {own}");
    let phrase = "ในวันจันทร์หลังจากวิศวกรเปลี่ยนเพลาที่ร้าว";
    assert_eq!(relation(&with(mill, phrase), &with(tram, phrase)), None);
    let sentence = "เรือข้ามฟากจะกลับมาให้บริการอีกครั้งในวันจันทร์หลังจากวิศวกรเปลี่ยนเพลาที่ร้าว";
    assert_eq!(
        relation(&with(mill, sentence), &with(tram, sentence)),
        Some(Relation::PartialReuse)
    );
}

#[test]
fn a_stop_ends_the_check_at_every_stage() {
    let articles = [
        Article::new("a", STORY),
        Article::new("b", format!("{STORY} {OTHER}")),
    ];
    // The files were read before, and the report is written after it: those two stops are the next test's.
    let of_the_check = Stage::ALL
        .into_iter()
        .filter(|stage| (Stage::Analyse..=Stage::Align).contains(stage));
    for stage in of_the_check {
        let stopped = check_with_progress(&articles, &CheckOptions::default(), &|at, _, _| {
            if at == stage {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        assert!(
            matches!(stopped, Err(Error::Cancelled)),
            "{stage:?}: {stopped:?}"
        );
    }
}

#[test]
fn a_stop_ends_the_writing_and_the_reading_of_a_report() {
    let report = run(&[
        Article::new("a", STORY),
        Article::new("b", format!("{STORY} {OTHER}")),
    ]);
    let mut json = Vec::new();
    report.to_json(&mut json).expect("memory takes it");
    let stop_at = |stage| {
        move |at, _, _| {
            if at == stage {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        }
    };
    let written = report.to_json_with_progress(std::io::sink(), &stop_at(Stage::Write));
    assert!(matches!(written, Err(Error::Cancelled)), "{written:?}");
    let read = Report::from_json_with_progress(json.as_slice(), &stop_at(Stage::Read));
    assert!(matches!(read, Err(Error::Cancelled)), "{read:?}");
}
