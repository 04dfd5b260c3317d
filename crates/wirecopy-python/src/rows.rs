//! Lists of results, handed over column by column and only as far as somebody looks.

use std::sync::Arc;

use pyo3::exceptions::{PyIndexError, PyKeyError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use wirecopy::{ClusterMember, Comparison, Edit, Pair, Passage, Report, Skipped};

/// The rows of one table, still in Rust.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> report = _core.Report.from_json(
/// ...     '{"schema_version": 1, "articles": 1, "pairs": [], "clusters": [],'
/// ...     ' "skipped": [{"origin": "0", "line": null, "reason": "the text has no words"}]}'
/// ... )
/// >>> report.skipped.names
/// ['origin', 'line', 'reason']
/// >>> report.skipped.column("reason", 0, len(report.skipped))
/// ['the text has no words']
#[pyclass(frozen, module = "wirecopy._core")]
pub(crate) struct Rows(Table);

enum Table {
    Pairs(Arc<Report>),
    /// With the places of all passages: position of the pair, position in the pair.
    Passages(Arc<Report>, Vec<(usize, usize)>),
    Compared(Arc<Comparison>),
    Clusters(Arc<Report>),
    Skipped(Arc<Report>),
}

const PAIR: [&str; 9] = [
    "a",
    "b",
    "relation",
    "share_of_a",
    "share_of_b",
    "quotation_part",
    "direction",
    "longest_run",
    "reasons",
];

/// The passages of a report name their articles; those of a comparison need not.
const PASSAGE: [&str; 12] = [
    "a",
    "b",
    "a_start",
    "a_end",
    "b_start",
    "b_end",
    "text_a",
    "text_b",
    "kind",
    "words",
    "quoted_words",
    "edits",
];

const CLUSTER_MEMBER: [&str; 4] = ["cluster", "id", "representative", "relation"];

const SKIPPED: [&str; 3] = ["origin", "line", "reason"];

impl Rows {
    pub(crate) fn pairs(report: &Arc<Report>) -> Self {
        Self(Table::Pairs(Arc::clone(report)))
    }

    pub(crate) fn passages(report: &Arc<Report>) -> Self {
        let passages_of = |(pair, found): (usize, &Pair)| {
            (0..found.passages.len()).map(move |passage| (pair, passage))
        };
        let places = report
            .pairs
            .iter()
            .enumerate()
            .flat_map(passages_of)
            .collect();
        Self(Table::Passages(Arc::clone(report), places))
    }

    pub(crate) fn compared(comparison: &Arc<Comparison>) -> Self {
        Self(Table::Compared(Arc::clone(comparison)))
    }

    pub(crate) fn clusters(report: &Arc<Report>) -> Self {
        Self(Table::Clusters(Arc::clone(report)))
    }

    pub(crate) fn skipped(report: &Arc<Report>) -> Self {
        Self(Table::Skipped(Arc::clone(report)))
    }
}

#[pymethods]
impl Rows {
    /// The names of the columns, in order.
    #[getter]
    fn names(&self) -> Vec<&'static str> {
        match &self.0 {
            Table::Pairs(_) => PAIR.to_vec(),
            Table::Passages(..) => PASSAGE.to_vec(),
            Table::Compared(_) => PASSAGE[2..].to_vec(),
            Table::Clusters(_) => CLUSTER_MEMBER.to_vec(),
            Table::Skipped(_) => SKIPPED.to_vec(),
        }
    }

    fn __len__(&self) -> usize {
        match &self.0 {
            Table::Pairs(report) => report.pairs.len(),
            Table::Passages(_, places) => places.len(),
            Table::Compared(comparison) => comparison.passages.len(),
            Table::Clusters(report) => report.clusters.len(),
            Table::Skipped(report) => report.skipped.len(),
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
        match &self.0 {
            Table::Pairs(report) => pair_column(py, name, &report.pairs[rows]),
            Table::Passages(report, places) => reported_column(py, name, report, &places[rows]),
            Table::Compared(comparison) => {
                passage_column(py, name, comparison.passages[rows].iter())
            }
            Table::Clusters(report) => cluster_column(py, name, &report.clusters[rows]),
            Table::Skipped(report) => skipped_column(py, name, &report.skipped[rows]),
        }
    }
}

fn pair_column<'py>(py: Python<'py>, name: &str, pairs: &[Pair]) -> PyResult<Bound<'py, PyList>> {
    let pairs = pairs.iter();
    match name {
        "a" => PyList::new(py, pairs.map(|pair| &pair.a)),
        "b" => PyList::new(py, pairs.map(|pair| &pair.b)),
        "relation" => PyList::new(py, pairs.map(|pair| pair.relation.as_str())),
        "share_of_a" => PyList::new(py, pairs.map(|pair| pair.share_of_a)),
        "share_of_b" => PyList::new(py, pairs.map(|pair| pair.share_of_b)),
        "quotation_part" => PyList::new(py, pairs.map(|pair| pair.quotation_part)),
        "direction" => PyList::new(py, pairs.map(|pair| pair.direction.as_str())),
        "longest_run" => PyList::new(py, pairs.map(|pair| pair.longest_run)),
        "reasons" => PyList::new(py, pairs.map(|pair| &pair.reasons)),
        _ => Err(no_column(name)),
    }
}

fn reported_column<'py>(
    py: Python<'py>,
    name: &str,
    report: &Report,
    places: &[(usize, usize)],
) -> PyResult<Bound<'py, PyList>> {
    let places = places.iter();
    match name {
        "a" => PyList::new(py, places.map(|&(pair, _)| &report.pairs[pair].a)),
        "b" => PyList::new(py, places.map(|&(pair, _)| &report.pairs[pair].b)),
        _ => {
            let passages = places.map(|&(pair, passage)| &report.pairs[pair].passages[passage]);
            passage_column(py, name, passages)
        }
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
        "words" => PyList::new(py, passages.map(|passage| passage.words)),
        "quoted_words" => PyList::new(py, passages.map(|passage| passage.quoted_words)),
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

fn cluster_column<'py>(
    py: Python<'py>,
    name: &str,
    members: &[ClusterMember],
) -> PyResult<Bound<'py, PyList>> {
    let members = members.iter();
    match name {
        "cluster" => PyList::new(py, members.map(|member| member.cluster)),
        "id" => PyList::new(py, members.map(|member| &member.id)),
        "representative" => PyList::new(py, members.map(|member| &member.representative)),
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
        "origin" => PyList::new(py, skipped.map(|article| &article.origin)),
        "line" => PyList::new(py, skipped.map(|article| article.line)),
        "reason" => PyList::new(py, skipped.map(|article| &article.reason)),
        _ => Err(no_column(name)),
    }
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
