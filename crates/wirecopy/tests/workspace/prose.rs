//! What the project's documents say in lists and tables.

use std::collections::{BTreeMap, BTreeSet};

/// Reads the crate list of DESIGN.md: an entry starts in the first column and ends with what it uses, in parentheses.
pub(crate) fn design_rule(section: &str) -> BTreeMap<String, Vec<String>> {
    let block = section
        .split("```")
        .nth(1)
        .expect("section 1 of DESIGN.md lists the crates in a block");
    let mut entries: Vec<String> = Vec::new();
    for line in block.lines().filter(|line| !line.trim().is_empty()) {
        match entries.last_mut() {
            Some(entry) if line.starts_with(' ') => entry.push_str(line),
            _ => entries.push(line.to_owned()),
        }
    }
    let mut rule: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut above: Vec<String> = Vec::new();
    for entry in entries {
        let name = entry
            .split_whitespace()
            .next()
            .expect("an entry names its crate")
            .to_owned();
        let uses = entry
            .rsplit_once('(')
            .and_then(|(_, uses)| uses.trim_end().strip_suffix(')'));
        let uses =
            match uses.unwrap_or_else(|| panic!("DESIGN.md: `{name}` does not say what it uses")) {
                "nothing of ours" => Vec::new(),
                "all above" => above.clone(),
                list => list.split(", ").map(full_name).collect(),
            };
        above.push(name.clone());
        rule.insert(name, uses);
    }
    rule
}

/// In DESIGN.md's list `text` stands for `wirecopy-text`.
fn full_name(name: &str) -> String {
    if name == "wirecopy" {
        name.to_owned()
    } else {
        format!("wirecopy-{name}")
    }
}

/// Returns what stands below `heading`, up to the next heading of the same level.
pub(crate) fn section(text: &str, heading: &str) -> String {
    let below = text.lines().skip_while(|line| *line != heading).skip(1);
    let lines: Vec<&str> = below.take_while(|line| !line.starts_with("## ")).collect();
    assert!(!lines.is_empty(), "no text below the heading `{heading}`");
    lines.join("\n")
}

/// Returns every name in backquotes that stands in the first cell of a table's row.
pub(crate) fn first_cells(section: &str) -> BTreeSet<String> {
    let cells = section
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}
