//! Stories in a check: which pairs are of the same story, and which articles are in one.

use std::fmt::Write as _;

use wirecopy::{Article, CheckOptions, Known, Level, Relation, Report, check, check_with, compare};

fn dated<'t>(id: &'t str, text: &'t str, date: &'t str) -> Article<'t> {
    Article {
        date: Some(date.into()),
        ..Article::new(id, text)
    }
}

fn relation(report: &Report, a: &str, b: &str) -> Option<Relation> {
    let is_of = |x: &str, y: &str| (x, y) == (a, b) || (x, y) == (b, a);
    let found = report.pairs.iter().find(|pair| is_of(&pair.a, &pair.b));
    found.map(|pair| pair.relation)
}

fn stories(report: &Report) -> Vec<Vec<&str>> {
    let mut stories: Vec<Vec<&str>> = Vec::new();
    let mut last = None;
    for member in report.clusters.iter().filter(|m| m.level == Level::Story) {
        if last != Some(member.cluster) {
            stories.push(Vec::new());
            last = Some(member.cluster);
        }
        stories.last_mut().expect("one was pushed").push(&member.id);
    }
    stories
}

const WIRE: &str = "ORRIN - The night ferry to Saint Olave struck the Kettle reef shortly before midnight on \
    Tuesday. All 212 passengers were taken off by lifeboats, the coastguard said. Divers found three breaches in the hull, \
    and the shipping line has cancelled every crossing until the Marisol can be towed to the yard at Tessary.";
const PAPER: &str = "Passengers of the ferry Marisol spoke yesterday of a loud crack and of lights going out. Lifeboats from \
    Saint Olave brought 212 people to land after the ship had run onto the Kettle reef. No crossings are planned for now; \
    tugs are to pull the holed ferry to Tessary, where a yard will mend the breaches.";
const COUNCIL: &str = "The council of Dunmorrow voted on Thursday to keep the library open on Sundays. Members argued for three \
    hours about the cost of heating, and the mayor broke the tie. Readers had collected four thousand signatures.";

#[test]
fn one_event_in_other_words_is_one_story_and_another_is_none() {
    let articles = [
        Article::new("wire", WIRE),
        Article::new("paper", PAPER),
        Article::new("council", COUNCIL),
    ];
    let report = check(&articles, &CheckOptions::default()).expect("plain");
    assert_eq!(
        relation(&report, "wire", "paper"),
        Some(Relation::SameStory)
    );
    assert_eq!(report.pairs.len(), 1);
    let pair = &report.pairs[0];
    assert!(pair.similarity.is_some_and(|similarity| similarity > 0.2));
    assert!(
        pair.reasons[0].contains("story similarity"),
        "{:?}",
        pair.reasons
    );
    assert_eq!(stories(&report), [["wire", "paper"]]);
    // Beside nothing, names that both have may be all there is.
    let both = compare(&articles[0], &articles[1], &CheckOptions::default()).expect("plain");
    assert_eq!(both.relation, None);
    assert!(both.similarity > 0.2);
}

#[test]
fn a_title_counts() {
    let bare = "Nobody was hurt. The owner spoke of a great loss and thanked all who had helped.";
    let titled = |id: &'static str, text: &'static str| Article {
        title: Some("Old Tessary windmill burns down in thunderstorm".into()),
        ..Article::new(id, text)
    };
    let report = check(
        &[
            titled("a", bare),
            titled("b", "Lightning struck on Monday evening; firemen from three villages came too late to save it."),
        ],
        &CheckOptions::default(),
    )
    .expect("plain");
    assert_eq!(relation(&report, "a", "b"), Some(Relation::SameStory));
}

#[test]
fn dates_far_apart_tell_two_stories_and_an_article_without_a_date_meets_all() {
    let of = |first, second| {
        let articles = [dated("wire", WIRE, first), dated("paper", PAPER, second)];
        let report = check(&articles, &CheckOptions::default()).expect("plain");
        relation(&report, "wire", "paper")
    };
    assert_eq!(of("2018-06-05", "8 June 2018"), Some(Relation::SameStory));
    assert_eq!(
        of("2018-06-05", "Tue, 12 Jun 2018 23:00:00 +0200"),
        Some(Relation::SameStory)
    );
    assert_eq!(of("2018-06-05", "2018-07-05"), None);
    assert_eq!(of("2018-06-05", ""), Some(Relation::SameStory));
    assert_eq!(
        of("2018-06-05", "no date at all"),
        Some(Relation::SameStory)
    );
    let articles = [
        dated("wire", WIRE, "2018-06-05"),
        dated("paper", PAPER, "2018-07-05"),
    ];
    let wide = CheckOptions::default().with_story_days(31);
    let report = check(&articles, &wide).expect("plain");
    assert_eq!(
        relation(&report, "wire", "paper"),
        Some(Relation::SameStory)
    );
    let narrow = wide.with_date_window(Some(3));
    assert!(check(&articles, &narrow).expect("plain").pairs.is_empty());
}

#[test]
fn versions_of_an_article_are_paired_with_the_story_and_are_in_it() {
    let edited = WIRE.replace("shortly before midnight", "a little before midnight");
    let articles = [
        Article::new("wire", WIRE),
        Article::new("paper", PAPER),
        Article::new("edited", edited.as_str()),
        Article::new("copy", WIRE),
    ];
    let report = check(&articles, &CheckOptions::default()).expect("plain");
    assert_eq!(
        relation(&report, "wire", "edited"),
        Some(Relation::NearDuplicate)
    );
    assert_eq!(
        relation(&report, "edited", "paper"),
        Some(Relation::SameStory)
    );
    assert_eq!(
        relation(&report, "wire", "paper"),
        Some(Relation::SameStory)
    );
    assert_eq!(relation(&report, "copy", "paper"), None);
    assert_eq!(stories(&report), [["wire", "paper", "edited", "copy"]]);
    let duplicates = report
        .clusters
        .iter()
        .filter(|m| m.level == Level::Duplicate);
    assert_eq!(duplicates.map(|m| m.cluster).collect::<Vec<_>>(), [0, 0, 0]);
    let story = report.clusters.iter().find(|m| m.level == Level::Story);
    assert_eq!(story.map(|m| m.cluster), Some(1));
}

#[test]
fn new_articles_meet_the_stories_of_old_ones_which_do_not_meet_each_other() {
    let old = [Article::new("wire", WIRE), Article::new("paper", PAPER)];
    let text = "Tugs have begun to pull the ferry Marisol off the Kettle reef. The ship, from which lifeboats took 212 \
        passengers on Tuesday night, will be mended at Tessary; crossings to Saint Olave remain cancelled.";
    let new = [Article::new("new", text)];
    let report = check_with(
        &new,
        Known::new().with_against(&old),
        &CheckOptions::default(),
        &|_, _, _| std::ops::ControlFlow::Continue(()),
    )
    .expect("plain");
    assert_eq!(relation(&report, "wire", "new"), Some(Relation::SameStory));
    assert_eq!(relation(&report, "paper", "new"), Some(Relation::SameStory));
    assert_eq!(relation(&report, "wire", "paper"), None);
    assert_eq!(stories(&report), [["wire", "paper", "new"]]);
}

#[test]
fn languages_and_scripts_do_not_meet() {
    let articles = [
        Article::new("en", WIRE),
        Article::new(
            "de",
            "Die Nachtfähre Marisol ist am Dienstag kurz vor Mitternacht auf das Riff Kettle bei Saint Olave gelaufen. \
             Alle 212 Passagiere wurden von Rettungsbooten nach Tessary gebracht, wie die Küstenwache mitteilte.",
        ),
        Article::new(
            "ru",
            "Ночной паром сел на мель у берега, пассажиры спасены, сообщили в береговой охране.",
        ),
        Article::new("ja", "夜のフェリーが座礁し、乗客は全員救助された。"),
    ];
    let report = check(&articles, &CheckOptions::default()).expect("plain");
    assert!(report.pairs.is_empty(), "{:?}", report.pairs);
}

#[test]
fn a_word_is_no_story() {
    let texts = [
        "Ferry",
        "ferry",
        "Ferry sinks",
        "ferries sank",
        "the",
        "1841",
        "Ferry 1841",
    ];
    let articles: Vec<Article<'_>> = (texts.iter().enumerate())
        .map(|(id, text)| Article::new(id.to_string(), *text))
        .collect();
    let report = check(&articles, &CheckOptions::default()).expect("plain");
    let stories = report
        .pairs
        .iter()
        .filter(|pair| pair.relation == Relation::SameStory);
    assert_eq!(stories.count(), 0);
}

#[test]
fn no_order_of_the_input_and_no_number_of_threads_changes_the_stories() {
    let texts: Vec<String> = (0..60).map(event).collect();
    let mut articles: Vec<Article<'_>> = (texts.iter().enumerate())
        .map(|(id, text)| Article::new(id.to_string(), text.as_str()))
        .collect();
    let of = |articles: &[Article<'_>], threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a small pool");
        pool.install(|| check(articles, &CheckOptions::default()).expect("plain"))
    };
    let ordered = |report: &Report| {
        let mut pairs: Vec<(String, String, Relation)> = (report.pairs.iter())
            .map(|pair| {
                let (a, b) = (pair.a.clone(), pair.b.clone());
                (a.clone().min(b.clone()), a.max(b), pair.relation)
            })
            .collect();
        pairs.sort();
        let mut clusters: Vec<Vec<String>> = (stories(report).into_iter())
            .map(|story| {
                let mut ids: Vec<String> = story.into_iter().map(str::to_owned).collect();
                ids.sort();
                ids
            })
            .collect();
        clusters.sort();
        (pairs, clusters)
    };
    let one = of(&articles, 1);
    assert_eq!(one, of(&articles, 2));
    assert!(
        one.pairs
            .iter()
            .any(|pair| pair.relation == Relation::SameStory)
    );
    articles.reverse();
    assert_eq!(ordered(&one), ordered(&of(&articles, 2)));
}

/// The report of one of twelve events: facts of it in one of two wordings, and words of its own.
fn event(number: usize) -> String {
    let (event, report) = (number % 12, number / 12);
    let mut text = String::new();
    for fact in (0..9).filter(|fact| fact % 5 != report) {
        let (first, second) = (
            invented("fact", event, fact),
            invented("object", event, fact),
        );
        if (fact + report).is_multiple_of(2) {
            let _ = write!(text, "The witness saw {first} and {second} there. ");
        } else {
            let _ = write!(text, "It was {second} that they had found with {first}. ");
        }
    }
    // No two of a story have equally many, so that no two clusters are equally near.
    for own in 0..10 + report {
        let aside = invented("aside", number, own);
        let _ = write!(text, "Then it was {aside} and not this. ");
    }
    text
}

/// A word for two numbers, which is no number itself.
fn invented(word: &str, one: usize, other: usize) -> String {
    let letters = |number: usize| -> String {
        let letter = |digit: u8| char::from(b'a' + (digit - b'0'));
        number.to_string().bytes().map(letter).collect()
    };
    format!("{word}{}x{}", letters(one), letters(other))
}

#[test]
fn many_articles_about_one_event_make_few_pairs_for_each() {
    let texts: Vec<String> = (0..1500)
        .map(|number| {
            let mut text = String::new();
            for fact in 0..12 {
                if (fact + number) % 4 > 0 {
                    let _ = write!(text, "The crowd saw fact{fact} near object{fact}. ");
                }
            }
            for own in 0..10 {
                let _ = write!(text, "Then came aside{number}z{own}. ");
            }
            text
        })
        .collect();
    let articles: Vec<Article<'_>> = (texts.iter().enumerate())
        .map(|(id, text)| Article::new(id.to_string(), text.as_str()))
        .collect();
    let report = check(&articles, &CheckOptions::default()).expect("plain");
    assert!(
        report.pairs.len() <= 30 * articles.len(),
        "{}",
        report.pairs.len()
    );
}
