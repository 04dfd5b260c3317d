//! Articles out of whatever Python iterates over.

use std::borrow::Cow;

use pyo3::exceptions::{PyAttributeError, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pyclass::CompareOp;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyMapping, PyMemoryView, PyString};
use wirecopy::Article;

use crate::errors::type_name;
use crate::numbers;
use crate::text::Text;

/// The articles of one call, holding on to Python's strings.
pub(crate) struct Articles(Vec<Row>);

/// Small, because a hundred thousand of them are made before the work begins.
struct Row {
    text: Text,
    /// What a mapping says beside the text.
    about: Option<Box<About>>,
}

struct About {
    id: Option<Text>,
    title: Option<Text>,
    date: Option<Text>,
    source: Option<Text>,
    url: Option<Text>,
}

impl Articles {
    /// Takes the articles, or says which row is none. The message begins with the argument's name and the row.
    pub(crate) fn take(articles: &Bound<'_, PyAny>) -> PyResult<Self> {
        refuse_single(articles)?;
        let rows = articles.try_iter().map_err(|_| {
            PyTypeError::new_err(format!(
                "articles: expected a list or another iterable of articles, found {}",
                type_name(articles)
            ))
        })?;
        let mut taken = Vec::with_capacity(articles.len().unwrap_or(0));
        for (number, row) in rows.enumerate() {
            taken.push(Row::take(&row?, number)?);
        }
        all_or_none_with_id(&taken)?;
        Ok(Self(taken))
    }

    /// The articles as the check wants them, borrowed.
    pub(crate) fn borrow(&self) -> Vec<Article<'_>> {
        self.0
            .iter()
            .enumerate()
            .map(|(number, row)| row.borrow(number))
            .collect()
    }
}

impl Row {
    fn take(row: &Bound<'_, PyAny>, number: usize) -> PyResult<Self> {
        if let Ok(text) = row.cast::<PyString>() {
            return Ok(Self {
                text: Text::take(text)?,
                about: None,
            });
        }
        let fields = if let Ok(fields) = row.cast::<PyDict>() {
            fields.clone()
        } else if let Ok(mapping) = row.cast::<PyMapping>() {
            let fields = PyDict::new(row.py());
            fields.update(mapping)?;
            fields
        } else {
            let place = format!("articles[{number}]");
            return Err(unexpected(&place, r#"str or a mapping with "text""#, row));
        };
        Fields { fields, number }.take()
    }

    fn id(&self) -> Option<&Text> {
        self.about.as_ref()?.id.as_ref()
    }

    fn borrow(&self, number: usize) -> Article<'_> {
        let id = match self.id() {
            Some(id) => Cow::Borrowed(&**id),
            None => Cow::Owned(number.to_string()),
        };
        let article = Article::new(id, &*self.text);
        let Some(about) = &self.about else {
            return article;
        };
        Article {
            title: about.title.as_deref().map(Cow::Borrowed),
            date: about.date.as_deref().map(Cow::Borrowed),
            source: about.source.as_deref().map(Cow::Borrowed),
            url: about.url.as_deref().map(Cow::Borrowed),
            ..article
        }
    }
}

/// A row that is a mapping. Other keys than ours are left alone: records carry more than we read.
struct Fields<'py> {
    fields: Bound<'py, PyDict>,
    number: usize,
}

impl<'py> Fields<'py> {
    fn take(&self) -> PyResult<Row> {
        let py = self.fields.py();
        let text = self.text()?;
        let about = About {
            id: self.id()?,
            title: self.words(intern!(py, "title"))?,
            date: self.date()?,
            source: self.words(intern!(py, "source"))?,
            url: self.words(intern!(py, "url"))?,
        };
        Ok(Row {
            text,
            about: Some(Box::new(about)),
        })
    }

    fn text(&self) -> PyResult<Text> {
        let key = intern!(self.fields.py(), "text");
        match self.fields.get_item(key)? {
            Some(value) => match value.cast::<PyString>() {
                Ok(text) => Text::take(text),
                Err(_) => Err(unexpected(&self.place(key), "str", &value)),
            },
            None => Err(self.without_text()?),
        }
    }

    /// An id may be a number, as it comes out of a database; reports have it as text.
    fn id(&self) -> PyResult<Option<Text>> {
        let key = intern!(self.fields.py(), "id");
        let Some(value) = self.fields.get_item(key)?.filter(|value| !value.is_none()) else {
            return Ok(None);
        };
        if let Ok(id) = value.cast::<PyString>() {
            return Text::take(id).map(Some);
        }
        match numbers::index(&value)? {
            Some(id) => Text::take(&id.str()?).map(Some),
            None => Err(unexpected(&self.place(key), "str or int", &value)),
        }
    }

    fn words(&self, key: &Bound<'py, PyString>) -> PyResult<Option<Text>> {
        let Some(value) = self.fields.get_item(key)? else {
            return Ok(None);
        };
        match value.cast::<PyString>() {
            Ok(words) => Text::take(words).map(Some),
            Err(_) if is_missing(&value) => Ok(None),
            Err(_) => Err(unexpected(&self.place(key), "str or None", &value)),
        }
    }

    /// A date may also be Python's or pandas' own, which all have `isoformat`.
    fn date(&self) -> PyResult<Option<Text>> {
        let py = self.fields.py();
        let key = intern!(py, "date");
        let Some(value) = self.fields.get_item(key)? else {
            return Ok(None);
        };
        if value.is_instance_of::<PyString>() || is_missing(&value) {
            return self.words(key);
        }
        match value.call_method0(intern!(py, "isoformat")) {
            Ok(date) => Text::take(date.cast::<PyString>()?).map(Some),
            Err(error) if error.is_instance_of::<PyAttributeError>(py) => {
                Err(unexpected(&self.place(key), "str, a date or None", &value))
            }
            Err(error) => Err(error),
        }
    }

    fn place(&self, key: &Bound<'py, PyString>) -> String {
        format!("articles[{}][\"{key}\"]", self.number)
    }

    fn without_text(&self) -> PyResult<PyErr> {
        let mut keys = Vec::new();
        for key in self.fields.keys().iter().take(KEYS_NAMED) {
            keys.push(key.repr()?.to_string());
        }
        if self.fields.len() > KEYS_NAMED {
            keys.push(String::from("…"));
        }
        let found = if keys.is_empty() {
            String::from("no keys at all")
        } else {
            keys.join(", ")
        };
        Ok(PyValueError::new_err(format!(
            "articles[{}]: expected the key 'text', found {found}",
            self.number
        )))
    }
}

/// How many keys a message names.
const KEYS_NAMED: usize = 20;

/// Refuses what Python would iterate over and nobody means: the characters of a text, the keys of a dict, the names of
/// a frame's columns.
fn refuse_single(articles: &Bound<'_, PyAny>) -> PyResult<()> {
    let name = type_name(articles);
    let remedy = if articles.is_instance_of::<PyString>() {
        "put it into a list, or use wirecopy.compare for two texts"
    } else if is_bytes(articles) {
        "decode it first and put it into a list"
    } else if articles.is_instance_of::<PyMapping>() {
        "put one article into a list; of ids and texts make \
         [{\"id\": id, \"text\": text} for id, text in articles.items()]"
    } else if name == "DataFrame" {
        "make records of it: articles.to_dict(\"records\") in pandas, articles.to_dicts() in polars"
    } else {
        return Ok(());
    };
    Err(PyTypeError::new_err(format!(
        "articles: expected a list of articles, found {name}; {remedy}"
    )))
}

/// Ids by position would collide with ids that are given, so it is all or none.
fn all_or_none_with_id(rows: &[Row]) -> PyResult<()> {
    let with = rows.iter().position(|row| row.id().is_some());
    let without = rows.iter().position(|row| row.id().is_none());
    match (with, without) {
        (Some(with), Some(without)) => Err(PyValueError::new_err(format!(
            "articles[{without}]: found no id, but articles[{with}] has one; give every article an id, or none"
        ))),
        _ => Ok(()),
    }
}

/// The error for a value of another type. A missing value is a `ValueError`: it is the row that is wrong, not the code.
pub(crate) fn unexpected(place: &str, expected: &str, found: &Bound<'_, PyAny>) -> PyErr {
    if is_missing(found) {
        let found = found
            .repr()
            .map_or_else(|_| type_name(found), |text| text.to_string());
        return PyValueError::new_err(format!(
            "{place}: expected {expected}, found {found}; leave rows without a text out"
        ));
    }
    let remedy = if is_bytes(found) {
        "; decode it first, for example .decode(\"utf-8\")"
    } else {
        ""
    };
    PyTypeError::new_err(format!(
        "{place}: expected {expected}, found {}{remedy}",
        type_name(found)
    ))
}

fn is_bytes(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyBytes>()
        || value.is_instance_of::<PyByteArray>()
        || value.is_instance_of::<PyMemoryView>()
}

/// Whether a value is what frames put where there is none: `None`, NaN, `pandas.NaT` or `pandas.NA`.
fn is_missing(value: &Bound<'_, PyAny>) -> bool {
    // NaN and NaT are unlike themselves. NA refuses to say, and pandas may not be there to ask.
    let unlike_itself = || {
        value
            .rich_compare(value, CompareOp::Ne)
            .and_then(|unlike| unlike.is_truthy())
    };
    value.is_none() || unlike_itself().unwrap_or(false) || type_name(value) == "NAType"
}
