//! What the functions give back, as Python sees it.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyType};
use serde::Serialize;
use wirecopy::Error;

use crate::enter::enter;
use crate::ids::Ids;
use crate::rows::{Rows, revision_as_dict};

/// What a check found. Holds the rows in Rust; `wirecopy.Report` makes tables of them.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> report = _core.Report.from_json(
/// ...     b'{"schema_version": 1, "articles": 2, "skipped": [], "pairs": [], "clusters": []}'
/// ... )
/// >>> report.articles, len(report.pairs)
/// (2, 0)
/// >>> _core.Report.from_json(report.to_json()) == report
/// True
#[pyclass(frozen, module = "wirecopy._core")]
pub(crate) struct Report {
    report: Arc<wirecopy::Report>,
    ids: Arc<Ids>,
}

impl Report {
    pub(crate) fn new(report: Arc<wirecopy::Report>, ids: Arc<Ids>) -> Self {
        Self { report, ids }
    }
}

#[pymethods]
impl Report {
    /// How many articles were checked.
    #[getter]
    fn articles(&self) -> u64 {
        self.report.articles
    }

    /// How many old articles they were checked against.
    #[getter]
    fn against(&self) -> u64 {
        self.report.against
    }

    /// How many pairs share text but are not listed.
    #[getter]
    fn left_out(&self) -> u64 {
        self.report.left_out
    }

    /// The parameters of the check, by name.
    #[getter]
    fn parameters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.report.parameters)
    }

    /// How many articles have page furniture, and how many words of it.
    #[getter]
    fn furniture<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.report.furniture)
    }

    /// The pairs that have a relation.
    #[getter]
    fn pairs(&self) -> Rows {
        Rows::pairs(&self.report, &self.ids)
    }

    /// The passages of all pairs.
    #[getter]
    fn passages(&self) -> Rows {
        Rows::passages(&self.report, &self.ids)
    }

    /// The articles that are in a cluster.
    #[getter]
    fn clusters(&self) -> Rows {
        Rows::clusters(&self.report, &self.ids)
    }

    /// The articles that could not be checked.
    #[getter]
    fn skipped(&self) -> Rows {
        Rows::skipped(&self.report, &self.ids)
    }

    /// Where the page furniture stands.
    #[getter]
    fn ignored(&self) -> Rows {
        Rows::ignored(&self.report, &self.ids)
    }

    /// The fields that could not be used.
    #[getter]
    fn warnings(&self) -> Rows {
        Rows::warnings(&self.report, &self.ids)
    }

    /// Which articles share which passages: a row for each passage in each article.
    #[getter]
    fn reuse(&self) -> Rows {
        Rows::reuse(&self.report, &self.ids)
    }

    /// Why two articles stand to one another as they do, as fields and in words; `None` without such a pair.
    fn explain<'py>(
        &self,
        py: Python<'py>,
        a: &Bound<'py, PyAny>,
        b: &Bound<'py, PyAny>,
    ) -> PyResult<Option<(Bound<'py, PyAny>, String)>> {
        let (Some(a), Some(b)) = (self.ids.text_of(a)?, self.ids.text_of(b)?) else {
            return Ok(None);
        };
        let Some(explanation) = self.report.explain(&a, &b) else {
            return Ok(None);
        };
        let fields = to_python(py, &explanation)?;
        fields.set_item("a", self.ids.to_python(py, &explanation.a))?;
        fields.set_item("b", self.ids.to_python(py, &explanation.b))?;
        if let Some(source) = &explanation.common_source {
            fields.set_item("common_source", self.ids.to_python(py, source))?;
        }
        Ok(Some((fields, explanation.to_string())))
    }

    /// The report as one JSON document in UTF-8.
    fn to_json<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let json = enter(py, None, None, |progress| {
            let mut json = Vec::new();
            self.report.to_json_with_progress(&mut json, progress)?;
            Ok(json)
        })?;
        Ok(PyBytes::new(py, &json))
    }

    /// Reads what `to_json` wrote. `ids` has the ids that are no `str`, by their text, and `id_type` says what all are.
    #[classmethod]
    #[pyo3(signature = (json, ids=None, id_type="str"))]
    fn from_json(
        _class: &Bound<'_, PyType>,
        py: Python<'_>,
        json: &[u8],
        ids: Option<&Bound<'_, PyDict>>,
        id_type: &str,
    ) -> PyResult<Self> {
        let report = enter(py, None, None, |progress| {
            wirecopy::Report::from_json_with_progress(json, progress)
        })?;
        let ids = match ids {
            Some(ids) => Ids::from_dict(ids, id_type)?,
            None => Ids::default(),
        };
        Ok(Self::new(Arc::new(report), Arc::new(ids)))
    }

    fn __eq__(&self, py: Python<'_>, other: &Self) -> PyResult<bool> {
        Ok(self.report == other.report && self.ids.equal(&other.ids, py)?)
    }

    /// Says how to pickle and copy it: by `from_json`, which is a class method because Python pickles these by name.
    #[expect(clippy::type_complexity, reason = "what Python's protocol asks for")]
    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> PyResult<(
        Bound<'py, PyAny>,
        (Bound<'py, PyBytes>, Bound<'py, PyDict>, &'static str),
    )> {
        let (py, report) = (slf.py(), slf.get());
        Ok((
            slf.get_type().getattr("from_json")?,
            (
                report.to_json(py)?,
                report.ids.to_dict(py)?,
                report.ids.id_type.as_str(),
            ),
        ))
    }
}

/// What two texts share. `wirecopy.Comparison` makes a table of its passages.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> both = _core.Comparison.from_json(
/// ...     b'{"relation": null, "share_of_a": 0.0, "share_of_b": 0.0, "quotation_part": 0.0,'
/// ...     b' "direction": "unknown", "longest_run": 0, "reasons": [], "passages": []}'
/// ... )
/// >>> both.direction
/// 'unknown'
/// >>> _core.Comparison.from_json(both.to_json()) == both
/// True
#[pyclass(frozen, eq, module = "wirecopy._core")]
#[derive(PartialEq)]
pub(crate) struct Comparison {
    comparison: Arc<wirecopy::Comparison>,
}

impl Comparison {
    pub(crate) fn new(comparison: Arc<wirecopy::Comparison>) -> Self {
        Self { comparison }
    }
}

#[pymethods]
impl Comparison {
    /// The name of the relation, or `None`.
    #[getter]
    fn relation(&self) -> Option<&'static str> {
        self.comparison.relation.map(wirecopy::Relation::as_str)
    }

    /// How much of the words of a stands in b.
    #[getter]
    fn share_of_a(&self) -> f64 {
        self.comparison.share_of_a
    }

    /// How much of the words of b stands in a.
    #[getter]
    fn share_of_b(&self) -> f64 {
        self.comparison.share_of_b
    }

    /// The part of the matching words that stands inside quotation marks.
    #[getter]
    fn quotation_part(&self) -> f64 {
        self.comparison.quotation_part
    }

    /// How far the two tell one story.
    #[getter]
    fn similarity(&self) -> f64 {
        self.comparison.similarity
    }

    /// Who took from whom.
    #[getter]
    fn direction(&self) -> &'static str {
        self.comparison.direction.as_str()
    }

    /// The longest run of matching words, in words.
    #[getter]
    fn longest_run(&self) -> u64 {
        self.comparison.longest_run
    }

    /// Whether one text is a later version of the other, and what changed.
    #[getter]
    fn revision<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let revision = self.comparison.revision.as_ref();
        revision
            .map(|found| revision_as_dict(py, found))
            .transpose()
    }

    /// How many words of a are page furniture.
    #[getter]
    fn ignored_words_of_a(&self) -> u64 {
        self.comparison.ignored_words_of_a
    }

    /// How many words of b are page furniture.
    #[getter]
    fn ignored_words_of_b(&self) -> u64 {
        self.comparison.ignored_words_of_b
    }

    /// Why the texts stand to one another as they do, as fields and in words.
    fn explain<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, String)> {
        let explanation = self.comparison.explanation();
        Ok((to_python(py, &explanation)?, explanation.to_string()))
    }

    /// Why the relation holds, in sentences.
    #[getter]
    fn reasons(&self) -> Vec<String> {
        self.comparison.reasons.clone()
    }

    /// What the two share, in the order of a.
    #[getter]
    fn passages(&self) -> Rows {
        Rows::compared(&self.comparison)
    }

    /// The comparison as one JSON document in UTF-8.
    fn to_json<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let json = enter(py, None, None, |_| {
            let mut json = Vec::new();
            self.comparison.to_json(&mut json)?;
            Ok(json)
        })?;
        Ok(PyBytes::new(py, &json))
    }

    /// Reads what `to_json` wrote.
    #[classmethod]
    fn from_json(_class: &Bound<'_, PyType>, py: Python<'_>, json: &[u8]) -> PyResult<Self> {
        let comparison = enter(py, None, None, |_| wirecopy::Comparison::from_json(json))?;
        Ok(Self::new(Arc::new(comparison)))
    }

    /// Says how to pickle and copy it: by `from_json`, which is a class method because Python pickles these by name.
    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        Ok((
            slf.get_type().getattr("from_json")?,
            (slf.get().to_json(slf.py())?,),
        ))
    }
}

/// A small structure as Python's own dicts, by way of JSON, so that no field can be forgotten here.
fn to_python<'py>(py: Python<'py>, value: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    let json = serde_json::to_string(value)
        .map_err(|error| crate::errors::exception(&Error::NotAReport(Box::new(error))))?;
    py.import("json")?.call_method1("loads", (json,))
}
