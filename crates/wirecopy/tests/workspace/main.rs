//! The rules of the workspace: which crate may use which, under what licence, and from where.
//!
//! It stands in for cargo-deny, which every machine that lints would have to compile. Everything comes from
//! `cargo metadata --locked` and from the project's own files.

mod graph;
mod licence;
mod manifest;
mod prose;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::graph::{DependencyKind, PackageId, Workspace};
use crate::licence::licence_holds;
use crate::manifest::Manifest;
use crate::prose::{design_rule, first_cells, section};

/// Which crates of ours a crate may use, in development too. DESIGN.md, section 1, says the same.
const USES: &[(&str, &[&str])] = &[
    ("wirecopy-text", &[]),
    ("wirecopy-similarity", &[]),
    (
        "wirecopy-neardup",
        &["wirecopy-text", "wirecopy-similarity"],
    ),
    ("wirecopy-reuse", &["wirecopy-text"]),
    ("wirecopy-tfidf", &["wirecopy-text"]),
    (
        "wirecopy",
        &[
            "wirecopy-text",
            "wirecopy-similarity",
            "wirecopy-tfidf",
            "wirecopy-neardup",
            "wirecopy-reuse",
        ],
    ),
    ("wirecopy-cli", &["wirecopy"]),
    ("wirecopy-python", &["wirecopy"]),
];

/// Packages that one crate alone may link: only `wirecopy-python` knows Python, only `wirecopy-cli` the terminal.
const RESERVED: &[(&str, &str)] = &[
    ("pyo3", "wirecopy-python"),
    ("numpy", "wirecopy-python"),
    ("clap", "wirecopy-cli"),
    ("indicatif", "wirecopy-cli"),
    ("terminal_size", "wirecopy-cli"),
];

/// Licences that a package of the graph may be under, tests and build scripts included.
const ALLOWED_LICENCES: &[&str] = &[
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-3-Clause",
    "BSL-1.0",
    "MIT",
    "Unicode-3.0",
    "Zlib",
];

/// Packages that never enter the graph. DESIGN.md, section 8, says why.
const BANNED: &[&str] = &[
    "arrow",
    "arrow-array",
    "bincode",
    "native-tls",
    "openssl",
    "openssl-sys",
    "polars",
    "polars-core",
    "pyo3-arrow",
    "rustls",
];

/// Packages that may be linked in several incompatible versions at once, with the reason.
const KNOWN_DUPLICATES: &[(&str, &str)] = &[
    ("foldhash", "`hashbrown` 0.15 brings 0.1"),
    ("hashbrown", "`whatlang` 0.18 brings 0.15"),
];

/// The system whose links `THIRD_PARTY.md` lists.
const LISTED_PLATFORM: &str = "x86_64-unknown-linux-gnu";

/// The graph for all platforms, read once.
fn workspace() -> &'static Workspace {
    static WORKSPACE: LazyLock<Result<Workspace, String>> = LazyLock::new(|| Workspace::read(&[]));
    WORKSPACE.as_ref().unwrap_or_else(|why| panic!("{why}"))
}

#[test]
fn a_crate_uses_only_the_crates_of_ours_that_it_may() {
    let allowed: BTreeMap<&str, &[&str]> = USES.iter().copied().collect();
    let mut problems = Vec::new();
    for member in workspace().members() {
        let Some(uses) = allowed.get(member.name.as_str()) else {
            problems.push(format!("`{}` is not in the table `USES`", member.name));
            continue;
        };
        for dependency in &member.dependencies {
            if allowed.contains_key(dependency.name.as_str())
                && !uses.contains(&dependency.name.as_str())
            {
                problems.push(format!(
                    "`{}` may not use `{}`",
                    member.name, dependency.name
                ));
            }
        }
    }
    let members: BTreeSet<&str> = workspace()
        .members()
        .map(|member| member.name.as_str())
        .collect();
    for name in allowed.keys().filter(|name| !members.contains(*name)) {
        problems.push(format!(
            "`{name}` stands in the table `USES` and is no crate"
        ));
    }
    assert_none(&problems);
}

#[test]
fn the_design_states_the_same_rule() {
    let design = design_rule(&section(&read("DESIGN.md"), "## 1. Crates"));
    let mut problems = Vec::new();
    for (name, uses) in USES {
        let ours: BTreeSet<&str> = uses.iter().copied().collect();
        match design.get(*name) {
            None => problems.push(format!("DESIGN.md, section 1, does not list `{name}`")),
            Some(listed) => {
                let exists = |name: &&str| USES.iter().any(|(existing, _)| existing == name);
                let theirs: BTreeSet<&str> =
                    listed.iter().map(String::as_str).filter(exists).collect();
                if ours != theirs {
                    problems.push(format!(
                        "`{name}`: the test says {ours:?}, DESIGN.md says {theirs:?}"
                    ));
                }
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn only_one_crate_links_a_reserved_package() {
    let mut problems = Vec::new();
    for member in workspace().members() {
        let linked = workspace().closure(
            [&member.id],
            &[DependencyKind::Normal, DependencyKind::Build],
        );
        let direct = member
            .dependencies
            .iter()
            .map(|dependency| dependency.name.as_str());
        let names: BTreeSet<&str> = linked
            .iter()
            .map(|package| package.name.as_str())
            .chain(direct)
            .collect();
        for (package, owner) in RESERVED {
            if names.contains(package) && member.name.as_str() != *owner {
                problems.push(format!(
                    "`{}` links `{package}`, which only `{owner}` may",
                    member.name
                ));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn every_licence_is_allowed() {
    let mut problems = Vec::new();
    for package in workspace().external() {
        match package.license.as_deref() {
            None => problems.push(format!("`{}` states no licence", package.name)),
            Some(licence) => match licence_holds(licence, &|name| ALLOWED_LICENCES.contains(&name))
            {
                Ok(true) => {}
                Ok(false) => problems.push(format!("`{}` is under `{licence}`", package.name)),
                Err(why) => problems.push(format!("`{}` states `{licence}`: {why}", package.name)),
            },
        }
    }
    assert_none(&problems);
}

#[test]
fn every_allowed_licence_is_needed() {
    let licences: Vec<&str> = workspace()
        .external()
        .filter_map(|package| package.license.as_deref())
        .collect();
    let superfluous: Vec<String> = ALLOWED_LICENCES
        .iter()
        .filter(|spared| {
            let others = |name: &str| name != **spared && ALLOWED_LICENCES.contains(&name);
            licences
                .iter()
                .all(|licence| licence_holds(licence, &others) == Ok(true))
        })
        .map(|spared| format!("no package needs `{spared}`: take it out of `ALLOWED_LICENCES`"))
        .collect();
    assert_none(&superfluous);
}

#[test]
fn every_package_comes_from_crates_io_or_from_here() {
    let problems: Vec<String> = workspace()
        .packages
        .iter()
        .filter(|package| match &package.source {
            None => !workspace().ours.contains(&package.id),
            Some(_) => !package.is_from_crates_io(),
        })
        .map(|package| format!("`{}` comes from {}", package.name, package.id.0))
        .collect();
    assert_none(&problems);
}

#[test]
fn no_banned_package_is_in_the_graph() {
    let reasons = section(&read("DESIGN.md"), "## 8. Dependencies");
    let present: BTreeSet<&str> = workspace()
        .external()
        .map(|package| package.name.as_str())
        .collect();
    let mut problems = Vec::new();
    for name in BANNED {
        if present.contains(name) {
            problems.push(format!(
                "`{name}` is in the graph; DESIGN.md, section 8, says why it must not be"
            ));
        }
        if !reasons.contains(&format!("`{name}`")) {
            problems.push(format!(
                "DESIGN.md, section 8, does not say why `{name}` is banned"
            ));
        }
    }
    assert_none(&problems);
}

#[test]
fn no_package_is_linked_in_two_incompatible_versions() {
    let members: Vec<&PackageId> = workspace().ours.iter().collect();
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in workspace().closure(members, &[DependencyKind::Normal, DependencyKind::Build]) {
        versions
            .entry(package.name.as_str())
            .or_default()
            .insert(package.version.as_str());
    }
    let mut problems = Vec::new();
    for (name, versions) in &versions {
        let known = KNOWN_DUPLICATES
            .iter()
            .any(|(duplicate, _)| duplicate == name);
        if versions.len() > 1 && !known {
            let versions: Vec<&str> = versions.iter().copied().collect();
            problems.push(format!(
                "`{name}` is linked in versions {}",
                versions.join(", ")
            ));
        }
    }
    for (name, _) in KNOWN_DUPLICATES {
        if versions.get(name).is_none_or(|versions| versions.len() < 2) {
            problems.push(format!(
                "`{name}` is no duplicate any more: take it out of `KNOWN_DUPLICATES`"
            ));
        }
    }
    assert_none(&problems);
}

#[test]
fn every_crate_inherits_what_the_workspace_states() {
    let mut problems = Vec::new();
    for member in workspace().members() {
        let manifest = Manifest::read(Path::new(&member.manifest_path));
        if !manifest.has("lints", "workspace", "true") {
            problems.push(format!(
                "`{}` does not inherit the workspace's lints",
                member.name
            ));
        }
        for key in [
            "version",
            "edition",
            "rust-version",
            "license",
            "authors",
            "publish",
        ] {
            if !manifest.has("package", &format!("{key}.workspace"), "true") {
                problems.push(format!("`{}` does not inherit `{key}`", member.name));
            }
        }
        for entry in manifest
            .entries
            .iter()
            .filter(|entry| entry.section.contains("dependencies"))
        {
            let inherits = entry.value.contains("workspace = true")
                || (entry.key.ends_with("workspace") && entry.value == "true");
            if !entry.section.ends_with("dependencies") || !inherits {
                problems.push(format!(
                    "`{}` has to declare `{}` in [{}] as `{{ workspace = true }}`",
                    member.name, entry.key, entry.section
                ));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn the_design_gives_a_reason_for_every_dependency() {
    let documented = first_cells(&section(&read("DESIGN.md"), "## 8. Dependencies"));
    let manifest = Manifest::read(&root().join("Cargo.toml"));
    let rust = manifest
        .entries
        .iter()
        .filter(|entry| {
            entry.section == "workspace.dependencies" && !entry.value.contains("path = ")
        })
        .map(|entry| entry.key.clone());
    let requirements = [
        "requirements-dev.txt",
        "benchmarks/requirements.txt",
        "benchmarks/requirements-joins.txt",
        "benchmarks/requirements-search.txt",
        "benchmarks/requirements-tokens.txt",
    ]
    .map(read);
    let python = requirements.iter().flat_map(|requirements| {
        let chosen = requirements.split("# What those need").next();
        let pinned = chosen
            .into_iter()
            .flat_map(str::lines)
            .filter_map(|line| line.split_once("=="));
        pinned.map(|(name, _)| name.to_owned())
    });
    let used: BTreeSet<String> = rust.chain(python).collect();

    let missing = used
        .difference(&documented)
        .map(|name| format!("DESIGN.md, section 8, has no line on `{name}`"));
    let stale = documented
        .difference(&used)
        .filter(|name| !BANNED.contains(&name.as_str()))
        .map(|name| {
            format!("DESIGN.md, section 8, has a line on `{name}`, which nothing declares")
        });
    assert_none(&missing.chain(stale).collect::<Vec<_>>());
}

#[test]
fn third_party_lists_every_package_that_is_linked() {
    let workspace = Workspace::read(&["--filter-platform", LISTED_PLATFORM])
        .unwrap_or_else(|why| panic!("{why}"));
    let members: Vec<&PackageId> = workspace.ours.iter().collect();
    let linked: BTreeSet<String> = workspace
        .closure(members, &[DependencyKind::Normal])
        .into_iter()
        .filter(|package| package.source.is_some())
        .map(|package| {
            format!(
                "| `{}` | {} |",
                package.name,
                package.license.as_deref().unwrap_or("")
            )
        })
        .collect();
    let notice = read("THIRD_PARTY.md");
    let table = section(&notice, "## Packages that are linked in");
    let listed: BTreeSet<String> = table
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(str::to_owned)
        .collect();
    let missing = linked
        .difference(&listed)
        .map(|row| format!("THIRD_PARTY.md lacks the line {row}"));
    let stale = listed
        .difference(&linked)
        .map(|row| format!("THIRD_PARTY.md has the line {row}, which is not linked"));
    assert_none(&missing.chain(stale).collect::<Vec<_>>());
}

#[test]
fn every_package_builds_with_the_rust_that_the_readme_promises() {
    let manifest = Manifest::read(&root().join("Cargo.toml"));
    let promised = manifest
        .value("workspace.package", "rust-version")
        .expect("the workspace states a rust-version");
    let promised = promised.trim_matches('"');
    let limit = rust_version(promised);
    let mut problems: Vec<String> = workspace()
        .external()
        .filter_map(|package| Some((package, package.rust_version.as_ref()?)))
        .filter(|(_, needed)| rust_version(needed) > limit)
        .map(|(package, needed)| {
            format!("`{}` {} needs Rust {needed}", package.name, package.version)
        })
        .collect();
    if !read("README.md").contains(&format!("Rust {promised}")) {
        problems.push(format!(
            "README.md does not say that Rust {promised} is needed"
        ));
    }
    assert_none(&problems);
}

#[test]
fn nothing_is_set_that_breaks_the_python_package() {
    let mut problems = Vec::new();
    let manifest = Manifest::read(&root().join("Cargo.toml"));
    if manifest
        .entries
        .iter()
        .any(|entry| entry.section.starts_with("profile") && entry.key == "panic")
    {
        problems
            .push("Cargo.toml sets `panic`: an abort takes the caller's Python with it".to_owned());
    }
    let package = Manifest::read(&root().join("pyproject.toml"));
    if package.value("tool.maturin", "strip").is_some() {
        problems
            .push("pyproject.toml sets `strip`: it breaks maturin's stub generation".to_owned());
    }
    assert_none(&problems);
}

/// `1.88` and `1.88.0` are the same.
fn rust_version(stated: &str) -> [u32; 3] {
    let mut parts = [0; 3];
    for (part, digits) in parts.iter_mut().zip(stated.splitn(3, '.')) {
        *part = digits
            .parse()
            .unwrap_or_else(|_| panic!("`{stated}` is no version of Rust"));
    }
    parts
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}
