//! Lines of furniture and of prose for each language, all invented: ten of each that are plain, and more that look like the
//! other kind.

use wirecopy_reuse::known_lines;
use wirecopy_text::Analysis;

/// The language, the plain lines and the hostile ones. `+` is furniture, `-` prose, `~` furniture up to `¦` and prose behind
/// it; `|` stands for a line break.
const CASES: [(&str, &str, &str); 10] = [
    (
        "en",
        include_str!("known_lines/en.txt"),
        include_str!("known_lines/hostile/en.txt"),
    ),
    (
        "de",
        include_str!("known_lines/de.txt"),
        include_str!("known_lines/hostile/de.txt"),
    ),
    (
        "fr",
        include_str!("known_lines/fr.txt"),
        include_str!("known_lines/hostile/fr.txt"),
    ),
    (
        "es",
        include_str!("known_lines/es.txt"),
        include_str!("known_lines/hostile/es.txt"),
    ),
    (
        "it",
        include_str!("known_lines/it.txt"),
        include_str!("known_lines/hostile/it.txt"),
    ),
    (
        "pt",
        include_str!("known_lines/pt.txt"),
        include_str!("known_lines/hostile/pt.txt"),
    ),
    (
        "nl",
        include_str!("known_lines/nl.txt"),
        include_str!("known_lines/hostile/nl.txt"),
    ),
    (
        "sv",
        include_str!("known_lines/sv.txt"),
        include_str!("known_lines/hostile/sv.txt"),
    ),
    (
        "pl",
        include_str!("known_lines/pl.txt"),
        include_str!("known_lines/hostile/pl.txt"),
    ),
    (
        "ru",
        include_str!("known_lines/ru.txt"),
        include_str!("known_lines/hostile/ru.txt"),
    ),
];

#[test]
fn furniture_is_known_and_prose_is_not_in_ten_languages() {
    let mut wrong = Vec::new();
    for (language, cases, _) in CASES {
        let lines: Vec<(Kind, String)> = lines(cases).collect();
        let furniture = lines.iter().filter(|(kind, _)| *kind == Kind::Furniture);
        assert_eq!(furniture.count(), 10);
        assert_eq!(lines.len(), 20);
        for (kind, line) in lines {
            let (words, all) = known_as_line(&line);
            if words != if kind == Kind::Furniture { all } else { 0 } {
                wrong.push(format!("{language}: {line}: {words} words"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn furniture_that_looks_like_prose_is_known_and_prose_that_looks_like_furniture_is_not() {
    let mut wrong = Vec::new();
    for (language, _, cases) in CASES {
        for (kind, line) in lines(cases) {
            if let Some(fault) = fault(kind, &line) {
                wrong.push(format!("{language}: {line}: {fault}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rows_of_sharing_buttons_are_known_and_prose_with_names_of_networks_is_not() {
    let cases = lines(include_str!("known_lines/sharing.txt"));
    let faults = cases.filter_map(|(kind, line)| {
        let fault = fault(kind, &line)?;
        Some(format!("{line}: {fault}"))
    });
    let wrong: Vec<String> = faults.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rows_of_sharing_buttons_are_known_in_running_text_up_to_the_end_of_their_address() {
    let row = "Send Facebook Twitter Reddit Permalink http://lantern.example/p/7Qx";
    let page = format!("The lamp was out.- {row} The mayor came at noon to see it.");
    let analysis = Analysis::new(&page).expect("short");
    let known = known_lines(&page, &analysis);
    let words: Vec<_> = known.as_slice().iter().collect();
    assert_eq!(words.len(), 1);
    let span = analysis.span_of(words[0].start as usize..words[0].end as usize);
    assert_eq!(span.of(&page), row);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Furniture,
    Prose,
    Both,
}

fn lines(cases: &str) -> impl Iterator<Item = (Kind, String)> {
    cases.lines().map(|line| {
        let kind = match line.split_once(' ') {
            Some(("+", _)) => Kind::Furniture,
            Some(("-", _)) => Kind::Prose,
            Some(("~", _)) => Kind::Both,
            _ => panic!("no case: {line}"),
        };
        (kind, line[2..].replace('|', "\n"))
    })
}

/// What is masked of a line that is prose, or not masked of one that is furniture.
fn fault(kind: Kind, line: &str) -> Option<String> {
    match kind {
        Kind::Furniture => {
            let (words, all) = known_as_line(line);
            (words != all).then(|| format!("furniture, {words} words known"))
        }
        Kind::Prose => {
            let places = [
                ("as a line", known_as_line(line).0),
                ("before others", known_before_others(line)),
                ("at the close", known_at_the_close(line)),
            ];
            let mut wrong = places.into_iter().filter(|(_, words)| *words > 0);
            wrong
                .next()
                .map(|(place, words)| format!("prose, {words} words known {place}"))
        }
        Kind::Both => {
            let (furniture, _) = line.split_once('¦').expect("a mark between the two");
            let wanted = known_as_line(furniture).1;
            let (words, _) = known_as_line(&line.replace('¦', ""));
            (words != wanted).then(|| format!("{wanted} words of furniture, {words} known"))
        }
    }
}

/// How many words of a line are known with nothing but numbers around it, and how many it has.
fn known_as_line(line: &str) -> (usize, usize) {
    let page = format!("12345.\n\n{line}\n\n67890.");
    let analysis = Analysis::new(&page).expect("short");
    (known_lines(&page, &analysis).words(), analysis.len() - 2)
}

/// The same where the line begins a paragraph.
fn known_before_others(line: &str) -> usize {
    known(&format!("12345.\n\n{line} 67890 12345 67890.\n\n67890."))
}

/// The same where it closes a page that lost its lines.
fn known_at_the_close(line: &str) -> usize {
    known(&format!("{} 67890. {line}", "12345 ".repeat(100)))
}

fn known(page: &str) -> usize {
    known_lines(page, &Analysis::new(page).expect("short")).words()
}
