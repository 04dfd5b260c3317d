//! What `cargo metadata` says, as far as the rules need it.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::process::Command;

use serde::Deserialize;

use crate::root;

/// How cargo names the index of crates.io, whichever way the machine fetches it.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The resolved graph.
#[derive(Debug, Deserialize)]
pub(crate) struct Workspace {
    pub(crate) packages: Vec<Package>,
    #[serde(rename = "workspace_members")]
    pub(crate) ours: Vec<PackageId>,
    resolve: Resolve,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub(crate) struct PackageId(pub(crate) String);

#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) id: PackageId,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) license: Option<String>,
    /// Nothing for a package of the workspace.
    pub(crate) source: Option<String>,
    pub(crate) rust_version: Option<String>,
    pub(crate) manifest_path: String,
    pub(crate) dependencies: Vec<Declared>,
    targets: Vec<Target>,
}

/// A dependency as a manifest declares it.
#[derive(Debug, Deserialize)]
pub(crate) struct Declared {
    pub(crate) name: String,
}

#[derive(Debug, Deserialize)]
struct Target {
    kind: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: PackageId,
    deps: Vec<Edge>,
}

#[derive(Debug, Deserialize)]
struct Edge {
    pkg: PackageId,
    dep_kinds: Vec<EdgeKind>,
}

#[derive(Debug, Deserialize)]
struct EdgeKind {
    /// Nothing for what is linked.
    kind: Option<DependencyKind>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DependencyKind {
    Normal,
    Build,
    Dev,
}

impl Package {
    pub(crate) fn is_from_crates_io(&self) -> bool {
        self.source.as_deref() == Some(CRATES_IO)
    }

    fn is_macro(&self) -> bool {
        let mut kinds = self.targets.iter().flat_map(|target| &target.kind);
        kinds.any(|kind| kind == "proc-macro")
    }
}

impl Workspace {
    /// Asks cargo, with `options` added. The first time needs the network, to have every package of `Cargo.lock`.
    pub(crate) fn read(options: &[&str]) -> Result<Self, String> {
        let done = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["metadata", "--format-version", "1", "--locked"])
            .arg("--manifest-path")
            .arg(root().join("Cargo.toml"))
            .args(options)
            .output()
            .map_err(|error| format!("`cargo metadata --locked`: {error}"))?;
        if !done.status.success() {
            let why = String::from_utf8_lossy(&done.stderr);
            return Err(format!("`cargo metadata --locked`: {why}"));
        }
        serde_json::from_slice(&done.stdout)
            .map_err(|error| format!("what `cargo metadata` printed: {error}"))
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = &Package> {
        let is_member = |package: &&Package| self.ours.contains(&package.id);
        self.packages.iter().filter(is_member)
    }

    pub(crate) fn external(&self) -> impl Iterator<Item = &Package> {
        self.packages
            .iter()
            .filter(|package| package.source.is_some())
    }

    /// Returns what `roots` reach over dependencies of `kinds`, themselves included. A procedural macro runs in the
    /// compiler: where build dependencies are not asked for, neither is it.
    pub(crate) fn closure<'a>(
        &'a self,
        roots: impl IntoIterator<Item = &'a PackageId>,
        kinds: &[DependencyKind],
    ) -> Vec<&'a Package> {
        let packages = self.packages.iter();
        let packages: BTreeMap<&PackageId, &Package> =
            packages.map(|package| (&package.id, package)).collect();
        let nodes = self.resolve.nodes.iter();
        let nodes: BTreeMap<&PackageId, &Node> = nodes.map(|node| (&node.id, node)).collect();
        let mut reached = BTreeSet::new();
        let mut open: Vec<&PackageId> = roots.into_iter().collect();
        while let Some(id) = open.pop() {
            let is_macro = packages[id].is_macro();
            if (is_macro && !kinds.contains(&DependencyKind::Build)) || !reached.insert(id) {
                continue;
            }
            let wanted = nodes[id].deps.iter().filter(|edge| {
                let mut of = edge.dep_kinds.iter();
                of.any(|of| kinds.contains(&of.kind.unwrap_or(DependencyKind::Normal)))
            });
            open.extend(wanted.map(|edge| &edge.pkg));
        }
        reached.into_iter().map(|id| packages[id]).collect()
    }
}
