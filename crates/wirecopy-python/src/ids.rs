//! Ids as the caller gave them. Rust and JSON know them as text; Python gets its own objects back.

use std::collections::HashMap;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyString};

use crate::numbers;
use crate::text::Text;

/// The id of one article.
pub(crate) struct Id {
    /// What stands for it in Rust, and in JSON.
    pub(crate) text: Text,
    /// The caller's object, when it is no `str`.
    pub(crate) own: Option<Py<PyAny>>,
}

/// What the ids of a collection are, and so what type a column of them has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum IdType {
    #[default]
    Str,
    Int,
    Float,
    Mixed,
}

impl IdType {
    /// What an id is that is no `str`.
    fn of(id: &Bound<'_, PyAny>) -> Self {
        if id.is_instance_of::<PyBool>() {
            Self::Mixed
        } else if id.is_instance_of::<PyFloat>() {
            Self::Float
        } else if matches!(numbers::index(id), Ok(Some(_))) {
            Self::Int
        } else {
            Self::Mixed
        }
    }

    /// As [`Rows`](crate::rows::Rows) names the types of columns.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Str => "str",
            Self::Int => "int",
            Self::Float => "float",
            Self::Mixed => "any",
        }
    }

    pub(crate) fn from_str(name: &str) -> Self {
        match name {
            "str" => Self::Str,
            "int" => Self::Int,
            "float" => Self::Float,
            _ => Self::Mixed,
        }
    }
}

/// The ids of articles that are held, so that a report asks for those alone that it names.
#[derive(Default)]
pub(crate) struct HeldIds {
    /// Those that are no `str`, by their text.
    own: HashMap<String, Arc<Id>>,
    /// One of each type; nothing stands for a `str`.
    of_each_type: Vec<(IdType, Option<Arc<Id>>)>,
}

impl HeldIds {
    /// Those of some articles.
    pub(crate) fn new<'i>(
        py: Python<'_>,
        ids: impl Iterator<Item = Option<&'i Id>>,
    ) -> PyResult<Self> {
        let mut held = Self::default();
        for id in ids {
            match id.and_then(|id| id.own.as_ref().map(|own| (&*id.text, own))) {
                None => held.note(IdType::Str, None),
                Some((text, own)) => {
                    let id = Arc::new(Id {
                        text: Text::take(&PyString::new(py, text))?,
                        own: Some(own.clone_ref(py)),
                    });
                    held.note(IdType::of(own.bind(py)), Some(&id));
                    held.own.insert(text.to_owned(), id);
                }
            }
        }
        Ok(held)
    }

    fn note(&mut self, id_type: IdType, id: Option<&Arc<Id>>) {
        if self.of_each_type.iter().all(|&(known, _)| known != id_type) {
            self.of_each_type.push((id_type, id.cloned()));
        }
    }

    /// Takes up those of more articles.
    pub(crate) fn append(&mut self, more: Self) {
        for (id_type, id) in &more.of_each_type {
            self.note(*id_type, id.as_ref());
        }
        self.own.extend(more.own);
    }

    /// What [`Ids::of_report`] has to know of the ids: one of each type, and those that the report names.
    pub(crate) fn named(&self, report: &wirecopy::Report) -> Vec<Option<Arc<Id>>> {
        let of_each_type = self.of_each_type.iter().map(|(_, id)| id.clone());
        let named = (report.pairs.iter().map(|pair| &pair.a))
            .chain(report.ignored.iter().map(|stretch| &stretch.id))
            .filter_map(|text| self.own.get(text).cloned())
            .map(Some);
        of_each_type.chain(named).collect()
    }
}

/// The ids of a report that are no `str`.
#[derive(Default)]
pub(crate) struct Ids {
    own: HashMap<String, Py<PyAny>>,
    pub(crate) id_type: IdType,
}

impl Ids {
    /// Keeps those of the given ids that the report names.
    pub(crate) fn of_report<'i>(
        py: Python<'_>,
        given: impl Iterator<Item = Option<&'i Id>>,
        report: &wirecopy::Report,
    ) -> Self {
        let mut types: Vec<IdType> = Vec::new();
        let mut note = |found| {
            if !types.contains(&found) {
                types.push(found);
            }
        };
        let mut all: HashMap<&str, &Py<PyAny>> = HashMap::new();
        for id in given {
            match id.and_then(|id| id.own.as_ref().map(|own| (&*id.text, own))) {
                Some((text, own)) => {
                    note(IdType::of(own.bind(py)));
                    all.insert(text, own);
                }
                None => note(IdType::Str),
            }
        }
        let named = report
            .pairs
            .iter()
            .flat_map(|pair| [&pair.a, &pair.b])
            .chain(report.clusters.iter().map(|member| &member.id))
            .chain(report.skipped.iter().map(|skipped| &skipped.origin))
            .chain(report.ignored.iter().map(|stretch| &stretch.id))
            .chain(report.warnings.iter().map(|warning| &warning.id));
        let mut own = HashMap::new();
        if !all.is_empty() {
            for name in named {
                if let Some(object) = all.get(name.as_str())
                    && !own.contains_key(name)
                {
                    own.insert(name.clone(), object.clone_ref(py));
                }
            }
        }
        // An old article whose id a new one has too goes by a text.
        let renamed = |id: &&String| id.starts_with("against/") && !all.contains_key(id.as_str());
        if !all.is_empty()
            && report
                .pairs
                .iter()
                .map(|pair| &pair.a)
                .any(|id| renamed(&id))
        {
            note(IdType::Str);
        }
        let id_type = match types[..] {
            [] => IdType::Str,
            [only] => only,
            _ => IdType::Mixed,
        };
        Self { own, id_type }
    }

    /// Puts back what [`to_dict`](Self::to_dict) and the name of the type gave.
    pub(crate) fn from_dict(own: &Bound<'_, PyDict>, id_type: &str) -> PyResult<Self> {
        Ok(Self {
            own: own.extract()?,
            id_type: IdType::from_str(id_type),
        })
    }

    /// The ids that are no `str`, by their text.
    pub(crate) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let mut sorted: Vec<_> = self.own.iter().collect();
        sorted.sort_unstable_by_key(|&(text, _)| text);
        let own = PyDict::new(py);
        for (text, object) in sorted {
            own.set_item(text, object)?;
        }
        Ok(own)
    }

    /// The id as the caller gave it.
    pub(crate) fn to_python<'py>(&self, py: Python<'py>, id: &str) -> Bound<'py, PyAny> {
        match self.own.get(id) {
            Some(own) => own.bind(py).clone(),
            None => PyString::new(py, id).into_any(),
        }
    }

    /// The text that stands for an id of the caller's; `None` for one that the report does not name. O(ids) for one that is
    /// no `str`.
    pub(crate) fn text_of(&self, id: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
        if let Ok(text) = id.cast::<PyString>() {
            return Ok(Some(text.to_string_lossy().into_owned()));
        }
        for (text, object) in &self.own {
            if object.bind(id.py()).eq(id)? {
                return Ok(Some(text.clone()));
            }
        }
        Ok(None)
    }

    /// Whether Python would call the ids of both equal.
    pub(crate) fn equal(&self, other: &Self, py: Python<'_>) -> PyResult<bool> {
        if self.own.len() != other.own.len() {
            return Ok(false);
        }
        for (text, object) in &self.own {
            match other.own.get(text) {
                Some(twin) if object.bind(py).eq(twin)? => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }
}
