//! What `cargo metadata` says.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};

use crate::root;

/// The resolved graph.
pub(crate) struct Workspace {
    pub(crate) metadata: Metadata,
}

impl Workspace {
    /// Asks cargo, with `options` added. The first time needs the network, to have every package of `Cargo.lock`.
    pub(crate) fn read(options: &[&str]) -> Result<Self, String> {
        let options = ["--locked"].iter().chain(options).map(ToString::to_string);
        let metadata = MetadataCommand::new()
            .manifest_path(root().join("Cargo.toml"))
            .other_options(options.collect::<Vec<_>>())
            .exec()
            .map_err(|error| format!("`cargo metadata --locked`: {error}"))?;
        Ok(Self { metadata })
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = &Package> {
        self.metadata.workspace_packages().into_iter()
    }

    pub(crate) fn external(&self) -> impl Iterator<Item = &Package> {
        self.metadata
            .packages
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
        let resolve = self
            .metadata
            .resolve
            .as_ref()
            .expect("cargo metadata resolves unless told not to");
        let nodes: BTreeMap<&PackageId, _> =
            resolve.nodes.iter().map(|node| (&node.id, node)).collect();
        let mut reached = BTreeSet::new();
        let mut open: Vec<&PackageId> = roots.into_iter().collect();
        while let Some(id) = open.pop() {
            let is_macro = self.metadata[id]
                .targets
                .iter()
                .any(cargo_metadata::Target::is_proc_macro);
            if (is_macro && !kinds.contains(&DependencyKind::Build)) || !reached.insert(id) {
                continue;
            }
            let wanted = nodes[id]
                .deps
                .iter()
                .filter(|dep| dep.dep_kinds.iter().any(|of| kinds.contains(&of.kind)));
            open.extend(wanted.map(|dep| &dep.pkg));
        }
        reached.into_iter().map(|id| &self.metadata[id]).collect()
    }
}
