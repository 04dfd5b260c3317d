//! Ten lines of furniture and ten of prose for each language, all invented.

use wirecopy_reuse::known_lines;
use wirecopy_text::Analysis;

const CASES: [(&str, &str); 10] = [
    ("en", include_str!("known_lines/en.txt")),
    ("de", include_str!("known_lines/de.txt")),
    ("fr", include_str!("known_lines/fr.txt")),
    ("es", include_str!("known_lines/es.txt")),
    ("it", include_str!("known_lines/it.txt")),
    ("pt", include_str!("known_lines/pt.txt")),
    ("nl", include_str!("known_lines/nl.txt")),
    ("sv", include_str!("known_lines/sv.txt")),
    ("pl", include_str!("known_lines/pl.txt")),
    ("ru", include_str!("known_lines/ru.txt")),
];

#[test]
fn furniture_is_known_and_prose_is_not_in_ten_languages() {
    let mut wrong = Vec::new();
    for (language, cases) in CASES {
        let lines: Vec<(bool, &str)> = (cases.lines())
            .map(|line| (line.starts_with("+ "), &line[2..]))
            .collect();
        assert_eq!(lines.iter().filter(|(known, _)| *known).count(), 10);
        assert_eq!(lines.len(), 20);
        // As a line of its own in a page, with prose around it.
        for (known, line) in lines {
            let page = format!("12345.\n\n{line}\n\n67890.");
            let analysis = Analysis::new(&page).expect("short");
            let words = known_lines(&page, &analysis).words();
            if words != if known { analysis.len() - 2 } else { 0 } {
                wrong.push(format!("{language}: {line}: {words} words"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
