//! Articles held in memory report what a check against the same articles reports.

use std::borrow::Cow;
use std::ops::ControlFlow;

use proptest::prelude::*;
use wirecopy::{
    Article, CheckOptions, Error, FurnitureTable, Holdings, Known, Level, Relation, Report,
    check_with, read,
};

use crate::corpora;

const WIRE: &str = "The night ferry to Saint Olave ran aground on Tuesday. Divers found three breaches below the waterline, \
                    each wide enough to put an arm through. Repairs begin on Monday.";
const BLOG: &str = "My cousin crosses every week. Divers found three breaches below the waterline, each wide enough to put \
                    an arm through. Nobody at the pier wants to say when the boats will be back.";
const MILL: &str =
    "The old mill by the river will reopen as a library in spring, the council said.";
const GAME: &str =
    "Two goalkeepers saved one penalty each before rain ended the match at dusk, level at one.";
const PITCH: &str =
    "The best of this newsroom, at breakfast on every weekday morning and free of charge.";

fn against(new: &[Article<'_>], old: &[Article<'_>], options: &CheckOptions) -> Report {
    let known = Known::new().with_against(old);
    check_with(new, known, options, &|_, _, _| ControlFlow::Continue(())).expect("sound articles")
}

fn held(new: &[Article<'_>], old: &[Article<'_>], options: &CheckOptions) -> Report {
    let holdings = Holdings::new(old.to_vec()).expect("sound articles");
    holdings.check(new, options).expect("sound articles")
}

/// Both reports without what is told of the held articles at another place, as the documentation says.
fn compare(new: &[Article<'_>], old: &[Article<'_>], options: &CheckOptions) {
    compare_reports(&held(new, old, options), new, old, options);
}

fn compare_reports(
    found: &Report,
    new: &[Article<'_>],
    old: &[Article<'_>],
    options: &CheckOptions,
) {
    let mut wanted = against(new, old, options);
    let about = |id: &String| {
        new.iter().any(|article| article.id == *id) || found.pairs.iter().any(|pair| pair.a == *id)
    };
    wanted.ignored.retain(|stretch| about(&stretch.id));
    wanted
        .warnings
        .retain(|warning| new.iter().any(|article| article.id == warning.id));
    wanted
        .skipped
        .retain(|skipped| new.iter().any(|article| article.id == skipped.origin));
    wanted.furniture = found.furniture;
    // Stories told in other words are not looked for among what is held.
    wanted
        .pairs
        .retain(|pair| pair.relation != Relation::SameStory);
    wanted
        .clusters
        .retain(|member| member.level != Level::Story);
    let bytes = |report: &Report| serde_json::to_string(&report.pairs).expect("text");
    assert_eq!(bytes(found), bytes(&wanted));
    assert_eq!(*found, wanted);
    let words: u64 = found.ignored.iter().map(|stretch| stretch.words).sum();
    assert_eq!(found.furniture.words, words);
}

#[test]
fn what_is_held_is_found_by_relation_and_under_its_own_name() {
    let old = [Article::new("wire", WIRE), Article::new("mill", MILL)];
    let new = [
        Article::new("blog", BLOG),
        Article::new("mill", MILL),
        Article::new("mill-again", MILL),
    ];
    let report = held(&new, &old, &CheckOptions::default());
    let pairs: Vec<_> = (report.pairs.iter())
        .map(|pair| (pair.a.as_str(), pair.b.as_str(), pair.relation))
        .collect();
    assert_eq!(
        pairs,
        [
            ("against/mill", "mill", Relation::Identical),
            ("against/mill", "mill-again", Relation::Identical),
            ("wire", "blog", Relation::PartialReuse),
        ]
    );
    assert_eq!((report.articles, report.against), (3, 2));
    compare(&new, &old, &CheckOptions::default());
}

#[test]
fn furniture_of_the_held_articles_counts_for_nothing_in_new_ones() {
    // Stories long enough that the pitch is not most of a page: else the pages were versions of one another.
    let page = |number: usize| {
        let words: Vec<String> = (0..40).map(|word| format!("word{number}x{word}")).collect();
        Article {
            source: Some(Cow::Borrowed("Harl Courier")),
            ..Article::new(
                format!("page{number}"),
                format!("{}\n\n{PITCH}", words.join(" ")),
            )
        }
    };
    let old: Vec<Article<'_>> = (0..4).map(page).collect();
    let new = Article {
        source: Some(Cow::Borrowed("Harl Courier")),
        ..Article::new("new", format!("{MILL}\n\n{PITCH}"))
    };
    let report = held(std::slice::from_ref(&new), &old, &CheckOptions::default());
    assert_eq!(report.pairs, []);
    assert_eq!(report.ignored.len(), 1);
    assert_eq!(
        (report.ignored[0].id.as_str(), report.furniture.articles),
        ("new", 1)
    );
    // Elsewhere the same words are nobody's furniture.
    let elsewhere = Article {
        source: None,
        ..new
    };
    assert_eq!(
        held(&[elsewhere], &old, &CheckOptions::default()).ignored,
        []
    );
}

#[test]
fn furniture_that_is_known_counts_for_nothing_in_all_articles() {
    let page = |id: &'static str, story: &str| Article {
        source: Some(Cow::Borrowed("Harl Courier")),
        ..Article::new(id, format!("{PITCH}\n\n{story}"))
    };
    let pages = [page("0", WIRE), page("1", GAME), page("2", MILL)];
    let table = FurnitureTable::learn(&pages, &|_, _, _| ControlFlow::Continue(())).expect("sound");
    let old = [page(
        "old",
        "A tram driver stopped for a family of geese and was late for the first time in years.",
    )];
    let new = [page(
        "new",
        "Farmers of the valley sold more cheese abroad last year than ever before in their lives.",
    )];
    let options = CheckOptions::default();
    assert_eq!(held(&new, &old, &options).pairs.len(), 1);
    let holdings = Holdings::with_progress(old.to_vec(), Some(table.clone()), &|_, _, _| {
        ControlFlow::Continue(())
    })
    .expect("sound");
    let report = holdings.check(&new, &options).expect("sound");
    let known = Known::new().with_against(&old).with_furniture(&table);
    let wanted = check_with(&new, known, &options, &|_, _, _| ControlFlow::Continue(()));
    assert_eq!(report.pairs, wanted.expect("sound").pairs);
    assert_eq!(report.pairs, []);
}

/// A text of so many words of a vocabulary of its own, with a stretch of another text in it.
fn long(vocabulary: char, words: usize, lifted: &str) -> String {
    let letter = |number: usize| char::from(b'a' + u8::try_from(number % 26).expect("a letter"));
    let word = |place: usize| {
        let number = place * place % 601;
        let capital = if place.is_multiple_of(11) { ". V" } else { "v" };
        format!(
            "{capital}{vocabulary}{}{}",
            letter(number),
            letter(number / 26)
        )
    };
    let words: Vec<String> = (0..words).map(word).collect();
    let (before, behind) = words.split_at(words.len() / 3);
    format!("{} {lifted} {}", before.join(" "), behind.join(" "))
}

#[test]
fn long_articles_are_prepared_beforehand_and_compared_as_all_others() {
    let mut old: Vec<Article<'_>> = ('a'..='f')
        .map(|name| Article::new(name.to_string(), long(name, 1200, WIRE)))
        .collect();
    // One that says the same four words so often that not all places are tried.
    old.push(Article::new(
        "loud",
        long(
            'l',
            1100,
            &format!("{BLOG} {}", "hear the old bell ".repeat(30)),
        ),
    ));
    old.push(Article::new("short", WIRE));
    let new = [
        Article::new(
            "new",
            long(
                'a',
                1500,
                &format!("{BLOG} {}", "hear the old bell ".repeat(9)),
            ),
        ),
        Article::new("brief", BLOG),
        Article::new(
            "other",
            long(
                'x',
                1300,
                "Each breach that divers found was wide enough to put an arm through it.",
            ),
        ),
    ];
    compare(&new, &old, &CheckOptions::default());

    let mut holdings = Holdings::new(old[..4].to_vec()).expect("sound articles");
    holdings.add(old[4..].to_vec()).expect("sound articles");
    let report = holdings
        .check(&new, &CheckOptions::default())
        .expect("sound articles");
    assert!(report.pairs.len() > 8, "{}", report.pairs.len());
    compare_reports(&report, &new, &old, &CheckOptions::default());
}

#[test]
fn what_is_added_is_held_and_an_id_only_once() {
    let mut holdings = Holdings::new(vec![Article::new("wire", WIRE)]).expect("sound");
    let dated = Article {
        date: Some(Cow::Borrowed("soon")),
        ..Article::new("mill", MILL)
    };
    let more = vec![dated, Article::new("copy", WIRE), Article::new("none", "…")];
    holdings.add(more).expect("sound");
    assert_eq!((holdings.len(), holdings.skipped().len()), (3, 1));
    assert_eq!(holdings.warnings()[0].id, "mill");
    let again = holdings.add(vec![Article::new("new", BLOG), Article::new("mill", BLOG)]);
    assert!(matches!(again, Err(Error::DuplicateId { id, first: 1, second: 5 }) if id == "mill"));
    // Then nothing of them was taken up.
    assert_eq!(holdings.len(), 3);
    let report =
        (holdings.check(&[Article::new("new", WIRE)], &CheckOptions::default())).expect("sound");
    assert_eq!(report.pairs.len(), 1);
    assert_eq!((report.pairs[0].a.as_str(), report.against), ("wire", 3));
}

#[test]
fn a_passage_counts_all_copies_that_are_held() {
    let old: Vec<Article<'_>> = (0..4)
        .map(|n| Article::new(format!("copy{n}"), WIRE))
        .collect();
    let new = [Article::new("blog", BLOG)];
    let report = held(&new, &old, &CheckOptions::default());
    assert_eq!(report.pairs[0].passages[0].also_in, 3);
    compare(&new, &old, &CheckOptions::default());
}

#[test]
fn a_held_article_takes_no_name_that_is_another_s() {
    let old = [Article::new("a", WIRE)];
    let new = [Article::new("a", BLOG), Article::new("against/a", MILL)];
    let (options, go_on) = (
        CheckOptions::default(),
        &|_, _, _| ControlFlow::Continue(()),
    );
    let refused = check_with(&new, Known::new().with_against(&old), &options, go_on);
    let holdings = Holdings::new(old.to_vec()).expect("sound");
    let message = |result: Result<Report, Error>| result.expect_err("two have one id").to_string();
    assert_eq!(message(holdings.check(&new, &options)), message(refused));
}

#[test]
fn what_cannot_be_held_is_told_once() {
    let dated = Article {
        date: Some(Cow::Borrowed("soon")),
        ..Article::new("wire", WIRE)
    };
    let holdings = Holdings::new(vec![dated, Article::new("empty", "…")]).expect("sound");
    assert_eq!((holdings.len(), holdings.is_empty()), (1, false));
    assert_eq!(holdings.skipped()[0].origin, "empty");
    assert_eq!(holdings.warnings()[0].id, "wire");
    let report = holdings
        .check(&[Article::new("empty", " ")], &CheckOptions::default())
        .expect("sound");
    assert_eq!((report.skipped.len(), report.warnings.len()), (1, 0));
    assert_eq!((report.articles, report.against), (0, 1));
}

#[test]
fn no_articles_may_be_held_or_checked() {
    let none = Holdings::new(Vec::new()).expect("sound");
    assert!(none.is_empty());
    let new = [Article::new("a", WIRE), Article::new("b", BLOG)];
    compare(&new, &[], &CheckOptions::default());
    compare(&[], &new, &CheckOptions::default());
}

#[test]
fn bad_input_is_refused_by_name_and_a_stop_is_heard_at_every_call() {
    let twice = vec![Article::new("a", WIRE), Article::new("a", MILL)];
    assert!(matches!(
        Holdings::new(twice.clone()),
        Err(Error::DuplicateId { .. })
    ));
    let calls = std::sync::atomic::AtomicUsize::new(0);
    let next = |stop_at: usize| {
        if calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == stop_at {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let old = vec![Article::new("a", WIRE), Article::new("b", MILL)];
    let mut holdings = Holdings::with_progress(old.clone(), None, &|_, _, _| next(usize::MAX))
        .expect("not stopped");
    for stop_at in 0..calls.swap(0, std::sync::atomic::Ordering::Relaxed) {
        let stopped = Holdings::with_progress(old.clone(), None, &|_, _, _| next(stop_at));
        assert!(matches!(stopped, Err(Error::Cancelled)), "{stop_at}");
        calls.store(0, std::sync::atomic::Ordering::Relaxed);
    }
    let (new, options) = ([Article::new("blog", BLOG)], CheckOptions::default());
    assert!(matches!(
        holdings.check(&twice, &options),
        Err(Error::DuplicateId { .. })
    ));
    let invalid = options.with_contained_share(2.0);
    assert!(matches!(
        holdings.check(&new, &invalid),
        Err(Error::InvalidShare { .. })
    ));
    holdings
        .check_with_progress(&new, &options, &|_, _, _| next(usize::MAX))
        .expect("not stopped");
    for stop_at in 0..calls.swap(0, std::sync::atomic::Ordering::Relaxed) {
        let stopped = holdings.check_with_progress(&new, &options, &|_, _, _| next(stop_at));
        assert!(matches!(stopped, Err(Error::Cancelled)), "{stop_at}");
        calls.store(0, std::sync::atomic::Ordering::Relaxed);
    }
    holdings
        .add_with_progress(vec![Article::new("c", WIRE)], &|_, _, _| next(usize::MAX))
        .expect("not stopped");
    let more = vec![Article::new("d", BLOG), Article::new("e", WIRE)];
    for stop_at in 0..calls.swap(0, std::sync::atomic::Ordering::Relaxed) {
        let stopped = holdings.add_with_progress(more.clone(), &|_, _, _| next(stop_at));
        assert!(matches!(stopped, Err(Error::Cancelled)), "{stop_at}");
        calls.store(0, std::sync::atomic::Ordering::Relaxed);
    }
    assert_eq!(holdings.len(), 3);
    holdings.add(more).expect("nothing of them was taken up");
}

/// Articles made of sentences that many have, in any order, some with a date: much is shared, and none of it is
/// furniture, as each article is from an outlet of its own.
fn articles() -> impl Strategy<Value = Vec<Article<'static>>> {
    let sentence = prop::sample::select(vec![
        "Divers found three breaches below the waterline, each wide enough to put an arm through.",
        "The old mill by the river will reopen as a library in spring, the council said.",
        "“Nobody at the pier wants to say when the boats will be back on Monday,” said Ada Brook.",
        "Farmers of the valley sold more cheese abroad last year than ever before in their lives.",
        "A tram driver stopped for a family of geese and was late for the first time in years.",
        "Rain fell.",
        "Ada Brook",
    ]);
    let date = prop::sample::select(vec!["", "2018-06-01", "2018-06-09", "no date at all"]);
    // Some are copies of others, some are versions.
    let extra = prop::sample::select(vec!["", "", "and more", "word1 and more", "word2 and less"]);
    let article = (prop::collection::vec(sentence, 0..7), date, extra);
    prop::collection::vec(article, 0..14).prop_map(|articles| {
        let all = articles.into_iter().enumerate();
        all.map(|(n, (sentences, date, extra))| Article {
            date: (!date.is_empty()).then_some(Cow::Borrowed(date)),
            source: Some(Cow::Owned(format!("Paper {n}"))),
            ..Article::new(
                format!("{}", n % 11),
                format!("{} {extra}", sentences.join(" ")),
            )
        })
        .collect()
    })
}

proptest! {
    #[test]
    fn what_is_held_is_found_as_by_a_check_against_it(
        articles in articles(),
        old in 0_usize..12,
        added in 0_usize..4,
        days in prop::option::of(0_u32..12),
    ) {
        let (old, new) = articles.split_at(old.min(articles.len()));
        // Ids may be in both, but not twice in one.
        let distinct = |articles: &[Article<'static>]| {
            let mut seen = std::collections::HashSet::new();
            articles.iter().filter(|article| seen.insert(article.id.clone())).cloned().collect::<Vec<_>>()
        };
        let (new, old) = (distinct(new), distinct(old));
        let options = CheckOptions::default().with_date_window(days);
        compare(&new, &old, &options);
        let (first, rest) = old.split_at(old.len().saturating_sub(added));
        let mut holdings = Holdings::new(first.to_vec()).expect("sound articles");
        for article in rest {
            holdings.add(vec![article.clone()]).expect("sound articles");
        }
        compare_reports(&holdings.check(&new, &options).expect("sound articles"), &new, &old, &options);
    }
}

/// Real articles, three hundred of them new; where a source has furniture, each of its pages is told apart by its source.
#[test]
fn a_corpus_that_is_held_is_found_as_by_a_check_against_it() {
    let Some(lines) = corpora::read("speed/articles.jsonl.gz") else {
        return;
    };
    let jsonl: String = lines.split_inclusive('\n').step_by(23).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("some.jsonl");
    std::fs::write(&path, jsonl).expect("written");
    let input = read::read_paths(&[path], &read::ReadOptions::default()).expect("JSON lines");
    let articles: Vec<Article<'_>> = (input.articles.into_iter().enumerate())
        .map(|(n, article)| Article {
            source: Some(Cow::Owned(format!("Paper {n}"))),
            ..article
        })
        .collect();
    let (old, new) = articles.split_at(articles.len() - 300);
    compare(new, old, &CheckOptions::default());
    let report = held(new, old, &CheckOptions::default());
    assert!(report.pairs.len() > 5, "{}", report.pairs.len());
}
