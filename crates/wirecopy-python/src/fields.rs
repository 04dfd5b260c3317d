//! The fields of an article, and under which name a column or a key has each of them.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use wirecopy::read::Field;

/// One value for each field that is there.
#[derive(Debug, Clone)]
pub(crate) struct Fields<T>([Option<T>; Field::ALL.len()]);

impl<T> Default for Fields<T> {
    fn default() -> Self {
        Self([const { None }; Field::ALL.len()])
    }
}

impl<T> Fields<T> {
    pub(crate) fn get(&self, field: Field) -> Option<&T> {
        self.0[field as usize].as_ref()
    }

    pub(crate) fn set(&mut self, field: Field, value: T) {
        self.0[field as usize] = Some(value);
    }
}

/// The names that the caller gave; a field without one is found by its usual names.
pub(crate) struct Names<'py> {
    given: Fields<Bound<'py, PyAny>>,
}

impl<'py> Names<'py> {
    /// Takes the names by field.
    pub(crate) fn take(names: &Bound<'py, PyDict>) -> PyResult<Self> {
        let mut given = Fields::default();
        for field in Field::ALL {
            if let Some(name) = names.get_item(field.name())?.filter(|name| !name.is_none()) {
                given.set(field, name);
            }
        }
        Ok(Self { given })
    }

    /// The name that the caller gave to a field.
    pub(crate) fn given(&self, field: Field) -> Option<&Bound<'py, PyAny>> {
        self.given.get(field)
    }

    /// Finds the fields among the names of columns, or the keys of a mapping: a position for each that is there.
    ///
    /// A column that the caller gave to one field serves no other.
    pub(crate) fn find(&self, labels: &[Bound<'py, PyAny>]) -> PyResult<Fields<usize>> {
        let mut found = Fields::default();
        let mut given = vec![false; labels.len()];
        for field in Field::ALL {
            if let Some(name) = self.given(field)
                && let Some(position) = find_given(field, name, labels)?
            {
                found.set(field, position);
                given[position] = true;
            }
        }
        for field in Field::ALL {
            if self.given(field).is_none()
                && let Some(position) = find_usual(field, labels, &given)?
            {
                found.set(field, position);
            }
        }
        Ok(found)
    }
}

fn find_given(
    field: Field,
    name: &Bound<'_, PyAny>,
    labels: &[Bound<'_, PyAny>],
) -> PyResult<Option<usize>> {
    let mut exact = Vec::new();
    let mut alike = Vec::new();
    let spelt = words(name);
    for (position, label) in labels.iter().enumerate() {
        if label.is(name) || label.eq(name)? {
            exact.push(position);
        } else if let (Some(label), Some(name)) = (words(label), spelt)
            && label.eq_ignore_ascii_case(name)
        {
            alike.push(position);
        }
    }
    only_one(field, labels, exact, alike)
}

fn find_usual(
    field: Field,
    labels: &[Bound<'_, PyAny>],
    given: &[bool],
) -> PyResult<Option<usize>> {
    for name in field.usual_names() {
        let mut exact = Vec::new();
        let mut alike = Vec::new();
        for (position, label) in labels.iter().enumerate() {
            match words(label) {
                _ if given[position] => {}
                Some(label) if label == *name => exact.push(position),
                Some(label) if label.eq_ignore_ascii_case(name) => alike.push(position),
                _ => {}
            }
        }
        if let Some(position) = only_one(field, labels, exact, alike)? {
            return Ok(Some(position));
        }
    }
    Ok(None)
}

/// A label that is text; one with a lone surrogate is like no name.
fn words<'l>(label: &'l Bound<'_, PyAny>) -> Option<&'l str> {
    label.cast::<PyString>().ok()?.to_str().ok()
}

/// The one column of a name; another spelling counts only where the name itself is not there.
fn only_one(
    field: Field,
    labels: &[Bound<'_, PyAny>],
    exact: Vec<usize>,
    alike: Vec<usize>,
) -> PyResult<Option<usize>> {
    let found = if exact.is_empty() { alike } else { exact };
    match found[..] {
        [] => Ok(None),
        [only] => Ok(Some(only)),
        [first, second, ..] => {
            let argument = field.name();
            Err(PyValueError::new_err(format!(
                "{argument}: found the columns {} and {}, expected one of them; say which with {argument}=, or rename \
                 one",
                labels[first].repr()?,
                labels[second].repr()?
            )))
        }
    }
}

/// How many names a message lists.
const NAMES_LISTED: usize = 20;

/// The names of columns or the keys of a mapping, as a message lists them.
pub(crate) fn list(labels: &[Bound<'_, PyAny>]) -> PyResult<String> {
    let mut listed = Vec::new();
    for label in labels.iter().take(NAMES_LISTED) {
        listed.push(label.repr()?.to_string());
    }
    if labels.len() > NAMES_LISTED {
        listed.push(String::from("…"));
    }
    Ok(listed.join(", "))
}

/// What a missing text column may be called, as a message lists it.
pub(crate) fn usual_text_names() -> String {
    let names: Vec<String> = Field::Text
        .usual_names()
        .iter()
        .map(|name| format!("'{name}'"))
        .collect();
    match names.split_last() {
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// Finds the columns of a frame by their labels: the position of each field that is there.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> _core.find_columns(["Headline", "body", "words"], names={"text": None})
/// {'text': 1, 'title': 0}
/// >>> _core.find_columns(["body", "en"], names={"text": "en"})
/// {'text': 1}
#[pyfunction]
#[pyo3(signature = (labels, *, names))]
pub(crate) fn find_columns<'py>(
    py: Python<'py>,
    labels: &Bound<'py, PyList>,
    names: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyDict>> {
    let names = Names::take(names)?;
    let labels: Vec<_> = labels.iter().collect();
    if labels.is_empty() {
        return Err(PyValueError::new_err(
            "articles: expected a frame with a column of texts, found no columns",
        ));
    }
    let found = names.find(&labels)?;
    let positions = PyDict::new(py);
    for field in Field::ALL {
        match (found.get(field), names.given(field)) {
            (Some(position), _) => positions.set_item(field.name(), position)?,
            (None, Some(name)) => {
                return Err(PyValueError::new_err(format!(
                    "{}: no column {}; the columns are {}",
                    field.name(),
                    name.repr()?,
                    list(&labels)?
                )));
            }
            (None, None) if field == Field::Text => {
                return Err(PyValueError::new_err(format!(
                    "text: no column {}; the columns are {}; say which has the texts with text=",
                    usual_text_names(),
                    list(&labels)?
                )));
            }
            (None, None) => {}
        }
    }
    Ok(positions)
}
