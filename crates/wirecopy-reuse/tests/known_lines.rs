//! Lines of furniture and of prose for each language, all invented: ten of each that are plain, and more that look like the
//! other kind.

use wirecopy_reuse::known_lines;
use wirecopy_text::Analysis;

/// The language, the plain lines and the hostile ones. `+` is furniture, `-` prose; `|` stands for a line break.
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
        let lines: Vec<(bool, String)> = lines(cases).collect();
        assert_eq!(lines.iter().filter(|(known, _)| *known).count(), 10);
        assert_eq!(lines.len(), 20);
        for (known, line) in lines {
            let (words, all) = known_as_line(&line);
            if words != if known { all } else { 0 } {
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
        for (known, line) in lines(cases) {
            let (words, all) = known_as_line(&line);
            if known && words != all {
                wrong.push(format!("{language}: + {line}: {words} words"));
            }
            if !known && words > 0 {
                wrong.push(format!("{language}: - {line}: {words} words as a line"));
            }
            let pages = [
                ("before others", known_before_others(&line)),
                ("at the close", known_at_the_close(&line)),
            ];
            for (place, words) in pages {
                if !known && words > 0 {
                    wrong.push(format!("{language}: - {line}: {words} words {place}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn lines(cases: &str) -> impl Iterator<Item = (bool, String)> {
    (cases.lines()).map(|line| (line.starts_with("+ "), line[2..].replace('|', "\n")))
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
