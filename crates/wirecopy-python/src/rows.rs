//! Lists of results, handed over column by column and only as far as somebody looks.

use std::sync::Arc;

use pyo3::exceptions::{PyIndexError, PyKeyError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use wirecopy::{
    ClusterMember, Comparison, Edit, Ignored, Pair, Passage, Report, ReuseGraph, Revision, Skipped,
    Standing, Stretch, Warning,
};

use crate::ids::Ids;

/// The rows of one table, still in Rust.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> report = _core.Report.from_json(
/// ...     b'{"schema_version": 1, "articles": 1, "pairs": [], "clusters": [],'
/// ...     b' "skipped": [{"origin": "0", "line": null, "reason": "the text has no words"}]}'
/// ... )
/// >>> report.skipped.names
/// ['origin', 'line', 'reason']
/// >>> report.skipped.types
/// ['str', 'int or None', 'str']
/// >>> report.skipped.column("reason", 0, len(report.skipped))
/// ['the text has no words']
#[pyclass(frozen, module = "wirecopy._core")]
pub(crate) struct Rows {
    table: Table,
    ids: Arc<Ids>,
}

enum Table {
    Pairs(Arc<Report>),
    /// With the places of all passages: position of the pair, position in the pair.
    Passages(Arc<Report>, Vec<(usize, usize)>),
    Compared(Arc<Comparison>),
    Clusters(Arc<Report>),
    Skipped(Arc<Report>),
    Ignored(Arc<Report>),
    Warnings(Arc<Report>),
    /// With the places of all standings: position of the passage, position in the passage.
    Reuse(ReuseGraph, Vec<(usize, usize)>),
}

/// The name of a column and the type of its values; `id` becomes whatever the ids of this report are.
type Column = (&'static str, &'static str);

const PAIR: [Column; 15] = [
    ("a", ID),
    ("b", ID),
    ("relation", "str"),
    ("probability", "float or None"),
    ("share_of_a", "float"),
    ("share_of_b", "float"),
    ("quotation_part", "float"),
    ("similarity", "float or None"),
    ("direction", "str"),
    ("longest_run", "int"),
    ("revision", "revision or None"),
    ("common_source", ID_OR_NONE),
    ("ignored_words_of_a", "int"),
    ("ignored_words_of_b", "int"),
    ("reasons", "list of str"),
];

/// The passages of a report name their articles; those of a comparison need not.
const PASSAGE: [Column; 16] = [
    ("a", ID),
    ("b", ID),
    ("a_start", "int"),
    ("a_end", "int"),
    ("b_start", "int"),
    ("b_end", "int"),
    ("text_a", "str"),
    ("text_b", "str"),
    ("kind", "str"),
    ("form", "str"),
    ("reordered", "bool"),
    ("score", "float"),
    ("words", "int"),
    ("quoted_words", "int"),
    ("also_in", "int"),
    ("edits", "list of edits"),
];

const CLUSTER_MEMBER: [Column; 5] = [
    ("level", "str"),
    ("cluster", "int"),
    ("id", ID),
    ("representative", ID),
    ("relation", "str"),
];

const SKIPPED: [Column; 3] = [("origin", ID), ("line", "int or None"), ("reason", "str")];

const IGNORED: [Column; 4] = [
    ("id", ID),
    ("start", "int"),
    ("end", "int"),
    ("words", "int"),
];

const WARNING: [Column; 5] = [
    ("id", ID),
    ("row", "int or None"),
    ("origin", "str or None"),
    ("line", "int or None"),
    ("reason", "str"),
];

const REUSE: [Column; 7] = [
    ("passage", "int"),
    ("id", ID),
    ("start", "int or None"),
    ("end", "int or None"),
    ("role", "str"),
    ("words", "int"),
    ("text", "str"),
];

const ID: &str = "id";
const ID_OR_NONE: &str = "id or None";

impl Rows {
    pub(crate) fn pairs(report: &Arc<Report>, ids: &Arc<Ids>) -> Self {
        Self::new(Table::Pairs(Arc::clone(report)), ids)
    }

    pub(crate) fn passages(report: &Arc<Report>, ids: &Arc<Ids>) -> Self {
        let passages_of = |(pair, found): (usize, &Pair)| {
            (0..found.passages.len()).map(move |passage| (pair, passage))
        };
        let places = report
            .pairs
            .iter()
            .enumerate()
            .flat_map(passages_of)
            .collect();
        Self::new(Table::Passages(Arc::clone(report), places), ids)
    }

    pub(crate) fn compared(comparison: &Arc<Comparison>) -> Self {
        Self::new(Table::Compared(Arc::clone(comparison)), &Arc::default())
    }

    pub(crate) fn clusters(report: &Arc<Report>, ids: &Arc<Ids>) -> Self {
        Self::new(Table::Clusters(Arc::clone(report)), ids)
    }

    pub(crate) fn skipped(report: &Arc<Report>, ids: &Arc<Ids>) -> Self {
        Self::new(Table::Skipped(Arc::clone(report)), ids)
    }

    pub(crate) fn ignored(report: &Arc<Report>, ids: &Arc<Ids>) -> Self {
        Self::new(Table::Ignored(Arc::clone(report)), ids)
    }

    pub(crate) fn warnings(report: &Arc<Report>, ids: &Arc<Ids>) -> Self {
        Self::new(Table::Warnings(Arc::clone(report)), ids)
    }

    pub(crate) fn reuse(report: &Arc<Report>, ids: &Arc<Ids>) -> Self {
        let graph = report.reuse_graph();
        let places = (graph.passages.iter().enumerate())
            .flat_map(|(passage, found)| {
                (0..found.standings.len()).map(move |standing| (passage, standing))
            })
            .collect();
        Self::new(Table::Reuse(graph, places), ids)
    }

    fn new(table: Table, ids: &Arc<Ids>) -> Self {
        Self {
            table,
            ids: Arc::clone(ids),
        }
    }

    fn columns(&self) -> &'static [Column] {
        match &self.table {
            Table::Pairs(_) => &PAIR,
            Table::Passages(..) => &PASSAGE,
            Table::Compared(_) => &PASSAGE[2..],
            Table::Clusters(_) => &CLUSTER_MEMBER,
            Table::Skipped(_) => &SKIPPED,
            Table::Ignored(_) => &IGNORED,
            Table::Warnings(_) => &WARNING,
            Table::Reuse(..) => &REUSE,
        }
    }

    fn id_column<'py, 'r>(
        &self,
        py: Python<'py>,
        ids: impl ExactSizeIterator<Item = &'r String>,
    ) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, ids.map(|id| self.ids.to_python(py, id)))
    }
}

#[pymethods]
impl Rows {
    /// The names of the columns, in order.
    #[getter]
    fn names(&self) -> Vec<&'static str> {
        self.columns().iter().map(|&(name, _)| name).collect()
    }

    /// The types of the columns, in order: `str`, `int`, `float`, each of them `or None`, `list of str`, `list of edits`,
    /// `revision or None`, or `any` where the ids are of several types.
    #[getter]
    fn types(&self) -> Vec<&'static str> {
        let of_id = self.ids.id_type.as_str();
        self.columns()
            .iter()
            .map(|&(_, kind)| match (kind, of_id) {
                (ID, _) => of_id,
                (ID_OR_NONE, "str") => "str or None",
                (ID_OR_NONE, "int") => "int or None",
                (ID_OR_NONE, "float") => "float or None",
                (ID_OR_NONE, _) => "any",
                _ => kind,
            })
            .collect()
    }

    fn __len__(&self) -> usize {
        match &self.table {
            Table::Pairs(report) => report.pairs.len(),
            Table::Passages(_, places) | Table::Reuse(_, places) => places.len(),
            Table::Compared(comparison) => comparison.passages.len(),
            Table::Clusters(report) => report.clusters.len(),
            Table::Skipped(report) => report.skipped.len(),
            Table::Ignored(report) => report.ignored.len(),
            Table::Warnings(report) => report.warnings.len(),
        }
    }

    /// The values of one column from row `start` up to row `stop`, as a new list.
    fn column<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        start: usize,
        stop: usize,
    ) -> PyResult<Bound<'py, PyList>> {
        if start > stop || stop > self.__len__() {
            return Err(PyIndexError::new_err(format!(
                "rows {start} to {stop} of {}",
                self.__len__()
            )));
        }
        let rows = start..stop;
        match (&self.table, name) {
            (Table::Pairs(report), "a") => {
                self.id_column(py, report.pairs[rows].iter().map(|pair| &pair.a))
            }
            (Table::Pairs(report), "b") => {
                self.id_column(py, report.pairs[rows].iter().map(|pair| &pair.b))
            }
            (Table::Pairs(report), "common_source") => {
                let sources = report.pairs[rows].iter().map(|pair| &pair.common_source);
                let sources = sources.map(|id| id.as_ref().map(|id| self.ids.to_python(py, id)));
                PyList::new(py, sources)
            }
            (Table::Pairs(report), _) => pair_column(py, name, &report.pairs[rows]),
            (Table::Passages(report, places), "a") => {
                let places = places[rows].iter();
                self.id_column(py, places.map(|&(pair, _)| &report.pairs[pair].a))
            }
            (Table::Passages(report, places), "b") => {
                let places = places[rows].iter();
                self.id_column(py, places.map(|&(pair, _)| &report.pairs[pair].b))
            }
            (Table::Passages(report, places), _) => {
                let places = places[rows].iter();
                let passages = places.map(|&(pair, passage)| &report.pairs[pair].passages[passage]);
                passage_column(py, name, passages)
            }
            (Table::Compared(comparison), _) => {
                passage_column(py, name, comparison.passages[rows].iter())
            }
            (Table::Clusters(report), "id") => {
                self.id_column(py, report.clusters[rows].iter().map(|member| &member.id))
            }
            (Table::Clusters(report), "representative") => {
                let members = report.clusters[rows].iter();
                self.id_column(py, members.map(|member| &member.representative))
            }
            (Table::Clusters(report), _) => cluster_column(py, name, &report.clusters[rows]),
            (Table::Skipped(report), "origin") => self.id_column(
                py,
                report.skipped[rows].iter().map(|article| &article.origin),
            ),
            (Table::Skipped(report), _) => skipped_column(py, name, &report.skipped[rows]),
            (Table::Ignored(report), "id") => {
                self.id_column(py, report.ignored[rows].iter().map(|stretch| &stretch.id))
            }
            (Table::Ignored(report), _) => ignored_column(py, name, &report.ignored[rows]),
            (Table::Warnings(report), "id") => {
                self.id_column(py, report.warnings[rows].iter().map(|warning| &warning.id))
            }
            (Table::Warnings(report), _) => warning_column(py, name, &report.warnings[rows]),
            (Table::Reuse(_, places), "passage") => {
                PyList::new(py, places[rows].iter().map(|&(passage, _)| passage))
            }
            (Table::Reuse(graph, places), "words") => {
                let places = places[rows].iter();
                PyList::new(
                    py,
                    places.map(|&(passage, _)| graph.passages[passage].words),
                )
            }
            (Table::Reuse(graph, places), "text") => {
                let places = places[rows].iter();
                PyList::new(
                    py,
                    places.map(|&(passage, _)| &graph.passages[passage].text),
                )
            }
            (Table::Reuse(graph, places), _) => {
                let standings = places[rows]
                    .iter()
                    .map(|&(passage, standing)| &graph.passages[passage].standings[standing]);
                if name == "id" {
                    self.id_column(py, standings.map(|standing| &standing.id))
                } else {
                    standing_column(py, name, standings)
                }
            }
        }
    }
}

fn pair_column<'py>(py: Python<'py>, name: &str, pairs: &[Pair]) -> PyResult<Bound<'py, PyList>> {
    let pairs = pairs.iter();
    match name {
        "relation" => PyList::new(py, pairs.map(|pair| pair.relation.as_str())),
        "probability" => PyList::new(py, pairs.map(|pair| pair.probability)),
        "share_of_a" => PyList::new(py, pairs.map(|pair| pair.share_of_a)),
        "share_of_b" => PyList::new(py, pairs.map(|pair| pair.share_of_b)),
        "quotation_part" => PyList::new(py, pairs.map(|pair| pair.quotation_part)),
        "similarity" => PyList::new(py, pairs.map(|pair| pair.similarity)),
        "direction" => PyList::new(py, pairs.map(|pair| pair.direction.as_str())),
        "longest_run" => PyList::new(py, pairs.map(|pair| pair.longest_run)),
        "revision" => {
            let revisions = pairs.map(|pair| pair.revision.as_ref());
            let dicts = revisions.map(|found| found.map(|found| revision_as_dict(py, found)));
            PyList::new(
                py,
                dicts.map(Option::transpose).collect::<PyResult<Vec<_>>>()?,
            )
        }
        "ignored_words_of_a" => PyList::new(py, pairs.map(|pair| pair.ignored_words_of_a)),
        "ignored_words_of_b" => PyList::new(py, pairs.map(|pair| pair.ignored_words_of_b)),
        "reasons" => PyList::new(py, pairs.map(|pair| &pair.reasons)),
        _ => Err(no_column(name)),
    }
}

fn passage_column<'py, 'r>(
    py: Python<'py>,
    name: &str,
    passages: impl ExactSizeIterator<Item = &'r Passage>,
) -> PyResult<Bound<'py, PyList>> {
    match name {
        "a_start" => PyList::new(py, passages.map(|passage| passage.a_start)),
        "a_end" => PyList::new(py, passages.map(|passage| passage.a_end)),
        "b_start" => PyList::new(py, passages.map(|passage| passage.b_start)),
        "b_end" => PyList::new(py, passages.map(|passage| passage.b_end)),
        "text_a" => PyList::new(py, passages.map(|passage| &passage.text_a)),
        "text_b" => PyList::new(py, passages.map(|passage| &passage.text_b)),
        "kind" => PyList::new(py, passages.map(|passage| passage.kind.as_str())),
        "form" => PyList::new(py, passages.map(|passage| passage.form.as_str())),
        "reordered" => PyList::new(py, passages.map(|passage| passage.reordered)),
        "score" => PyList::new(py, passages.map(|passage| passage.score)),
        "words" => PyList::new(py, passages.map(|passage| passage.words)),
        "quoted_words" => PyList::new(py, passages.map(|passage| passage.quoted_words)),
        "also_in" => PyList::new(py, passages.map(|passage| passage.also_in)),
        "edits" => {
            let edits = PyList::empty(py);
            for passage in passages {
                let of_one: Vec<_> = passage
                    .edits
                    .iter()
                    .map(|edit| edit_as_dict(py, edit))
                    .collect::<PyResult<_>>()?;
                edits.append(of_one)?;
            }
            Ok(edits)
        }
        _ => Err(no_column(name)),
    }
}

fn standing_column<'py, 'r>(
    py: Python<'py>,
    name: &str,
    standings: impl ExactSizeIterator<Item = &'r Standing>,
) -> PyResult<Bound<'py, PyList>> {
    match name {
        "start" => PyList::new(py, standings.map(|standing| standing.start)),
        "end" => PyList::new(py, standings.map(|standing| standing.end)),
        "role" => PyList::new(py, standings.map(|standing| standing.role.as_str())),
        _ => Err(no_column(name)),
    }
}

fn cluster_column<'py>(
    py: Python<'py>,
    name: &str,
    members: &[ClusterMember],
) -> PyResult<Bound<'py, PyList>> {
    let members = members.iter();
    match name {
        "level" => PyList::new(py, members.map(|member| member.level.as_str())),
        "cluster" => PyList::new(py, members.map(|member| member.cluster)),
        "relation" => PyList::new(py, members.map(|member| member.relation.as_str())),
        _ => Err(no_column(name)),
    }
}

fn skipped_column<'py>(
    py: Python<'py>,
    name: &str,
    skipped: &[Skipped],
) -> PyResult<Bound<'py, PyList>> {
    let skipped = skipped.iter();
    match name {
        "line" => PyList::new(py, skipped.map(|article| article.line)),
        "reason" => PyList::new(py, skipped.map(|article| &article.reason)),
        _ => Err(no_column(name)),
    }
}

fn warning_column<'py>(
    py: Python<'py>,
    name: &str,
    warnings: &[Warning],
) -> PyResult<Bound<'py, PyList>> {
    let warnings = warnings.iter();
    match name {
        "row" => PyList::new(py, warnings.map(|warning| warning.row)),
        "origin" => PyList::new(py, warnings.map(|warning| &warning.origin)),
        "line" => PyList::new(py, warnings.map(|warning| warning.line)),
        "reason" => PyList::new(py, warnings.map(|warning| &warning.reason)),
        _ => Err(no_column(name)),
    }
}

fn ignored_column<'py>(
    py: Python<'py>,
    name: &str,
    stretches: &[Ignored],
) -> PyResult<Bound<'py, PyList>> {
    let stretches = stretches.iter();
    match name {
        "start" => PyList::new(py, stretches.map(|stretch| stretch.start)),
        "end" => PyList::new(py, stretches.map(|stretch| stretch.end)),
        "words" => PyList::new(py, stretches.map(|stretch| stretch.words)),
        _ => Err(no_column(name)),
    }
}

/// The fields of a revision by their names in the JSON.
pub(crate) fn revision_as_dict<'py>(
    py: Python<'py>,
    revision: &Revision,
) -> PyResult<Bound<'py, PyDict>> {
    let stretches = |found: &[Stretch]| -> PyResult<Bound<'py, PyList>> {
        let dicts: Vec<_> = found
            .iter()
            .map(|stretch| {
                let fields = PyDict::new(py);
                fields.set_item(intern!(py, "start"), stretch.start)?;
                fields.set_item(intern!(py, "end"), stretch.end)?;
                fields.set_item(intern!(py, "words"), stretch.words)?;
                Ok(fields)
            })
            .collect::<PyResult<_>>()?;
        PyList::new(py, dicts)
    };
    let fields = PyDict::new(py);
    fields.set_item(intern!(py, "later"), revision.later.as_str())?;
    fields.set_item(intern!(py, "labelled"), revision.labelled)?;
    fields.set_item(intern!(py, "added"), stretches(&revision.added)?)?;
    fields.set_item(intern!(py, "removed"), stretches(&revision.removed)?)?;
    fields.set_item(intern!(py, "added_words"), revision.added_words)?;
    fields.set_item(intern!(py, "removed_words"), revision.removed_words)?;
    fields.set_item(intern!(py, "reasons"), &revision.reasons)?;
    Ok(fields)
}

fn edit_as_dict<'py>(py: Python<'py>, edit: &Edit) -> PyResult<Bound<'py, PyDict>> {
    let fields = PyDict::new(py);
    fields.set_item(intern!(py, "kind"), edit.kind.as_str())?;
    fields.set_item(intern!(py, "a_start"), edit.a_start)?;
    fields.set_item(intern!(py, "a_end"), edit.a_end)?;
    fields.set_item(intern!(py, "b_start"), edit.b_start)?;
    fields.set_item(intern!(py, "b_end"), edit.b_end)?;
    Ok(fields)
}

fn no_column(name: &str) -> PyErr {
    PyKeyError::new_err(String::from(name))
}
