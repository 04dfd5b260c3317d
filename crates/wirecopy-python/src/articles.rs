//! Articles out of whatever Python iterates over, and out of the columns of a frame.

use std::borrow::Cow;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pyclass::CompareOp;
use pyo3::types::{
    PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMapping, PyMemoryView, PyString, PyType,
};
use wirecopy::read::Field;
use wirecopy::{Article, Skipped};

use crate::errors::type_name;
use crate::fields::{self, Fields, Names};
use crate::ids::Id;
use crate::text::Text;

/// The articles of one call, holding on to Python's strings.
///
/// Of plain texts nothing but their strings: there may be a million short ones.
#[derive(Default)]
pub(crate) struct Articles {
    texts: Vec<Text>,
    /// What is known beside the text, by article; those behind the last of which something is known are left out.
    about: Vec<Option<Box<About>>>,
    /// The rows of a frame that have no text, in order.
    missing: Vec<Missing>,
}

/// A row of the input.
struct Row {
    text: Text,
    /// What is known beside the text.
    about: Option<Box<About>>,
}

struct About {
    id: Option<Id>,
    title: Option<Text>,
    date: Option<Text>,
    source: Option<Text>,
    url: Option<Text>,
}

struct Missing {
    /// How many articles come before it.
    articles: usize,
    /// Which row of the input it is, from 0.
    number: usize,
    id: Option<Id>,
    found: String,
}

impl Articles {
    /// Takes the articles out of an iterable, or says which row is none. The message begins with the argument's name and
    /// the row.
    pub(crate) fn take(articles: &Bound<'_, PyAny>, names: &Names<'_>) -> PyResult<Self> {
        refuse_single(articles)?;
        let iterator = articles.try_iter().map_err(|_| {
            PyTypeError::new_err(format!(
                "articles: expected a list or another iterable of articles, found {}",
                type_name(articles)
            ))
        })?;
        let mut taken = Self::with_capacity(articles.len().unwrap_or(0));
        let mut mappings = Mappings::new(names);
        for (number, row) in iterator.enumerate() {
            let row = row?;
            taken.push(if let Ok(text) = row.cast::<PyString>() {
                Row {
                    text: Text::take(text)?,
                    about: None,
                }
            } else {
                mappings.take(&row, number)?
            });
        }
        if !taken.texts.is_empty() {
            mappings.refuse_names_never_met()?;
        }
        taken.all_or_none_with_id(articles.py())?;
        Ok(taken)
    }

    /// Takes the articles out of the columns of a frame: a dict of `(label, values)` by the names of fields. Rows
    /// without a text are set apart.
    pub(crate) fn take_columns(columns: &Bound<'_, PyDict>) -> PyResult<Self> {
        let mut labels = Fields::default();
        let mut lists = Fields::default();
        for field in Field::ALL {
            if let Some(column) = columns.get_item(field.name())? {
                let (label, values): (Bound<'_, PyAny>, Bound<'_, PyList>) = column.extract()?;
                labels.set(field, label);
                lists.set(field, values);
            }
        }
        let length = lists.get(Field::Text).map_or(0, PyListMethods::len);
        let mut taken = Self::with_capacity(length);
        for number in 0..length {
            let mut values = Fields::default();
            for field in Field::ALL {
                if let Some(list) = lists.get(field) {
                    values.set(field, list.get_item(number)?);
                }
            }
            let record = Record {
                number,
                labels: &labels,
                values,
            };
            match record.values.get(Field::Text) {
                Some(text) if !text.is_instance_of::<PyString>() && is_missing(text) => {
                    let without_id = record.values.get(Field::Id).is_none_or(is_missing);
                    taken.missing.push(Missing {
                        articles: taken.texts.len(),
                        number,
                        id: if without_id { None } else { record.id()? },
                        found: missing_value(text),
                    });
                }
                _ => taken.push(record.take()?),
            }
        }
        taken.all_or_none_with_id(columns.py())?;
        Ok(taken)
    }

    /// Takes the articles out of columns, if there are any, else out of an iterable.
    pub(crate) fn take_either(
        py: Python<'_>,
        articles: Option<&Bound<'_, PyAny>>,
        columns: Option<&Bound<'_, PyDict>>,
        names: &Names<'_>,
    ) -> PyResult<Self> {
        match (columns, articles) {
            (Some(columns), _) => Self::take_columns(columns),
            (None, Some(articles)) => Self::take(articles, names),
            (None, None) => Self::take(py.None().bind(py), names),
        }
    }

    fn with_capacity(articles: usize) -> Self {
        Self {
            texts: Vec::with_capacity(articles),
            ..Self::default()
        }
    }

    fn push(&mut self, row: Row) {
        if row.about.is_some() {
            self.about.resize_with(self.texts.len(), || None);
            self.about.push(row.about);
        }
        self.texts.push(row.text);
    }

    /// How many rows the input has, those without a text included.
    pub(crate) fn len(&self) -> usize {
        self.texts.len() + self.missing.len()
    }

    /// The texts of the rows that have one.
    pub(crate) fn texts(&self) -> &[Text] {
        &self.texts
    }

    /// The dates of the rows that have a text; nothing where no row has a date.
    pub(crate) fn dates(&self) -> Vec<Option<String>> {
        let date = |article: usize| self.about(article)?.date.as_deref();
        let articles = 0..self.texts.len();
        if articles.clone().any(|article| date(article).is_some()) {
            articles
                .map(|article| date(article).map(String::from))
                .collect()
        } else {
            Vec::new()
        }
    }

    /// The articles as the check wants them, borrowed.
    pub(crate) fn borrow(&self) -> Vec<Article<'_>> {
        (0..self.texts.len())
            .map(|article| self.borrow_one(article))
            .collect()
    }

    fn borrow_one(&self, article: usize) -> Article<'_> {
        let id = match self.id(article) {
            Some(id) => Cow::Borrowed(&*id.text),
            None => Cow::Owned(self.row(article).to_string()),
        };
        let borrowed = Article::new(id, &*self.texts[article]);
        let Some(about) = self.about(article) else {
            return borrowed;
        };
        Article {
            title: about.title.as_deref().map(Cow::Borrowed),
            date: about.date.as_deref().map(Cow::Borrowed),
            source: about.source.as_deref().map(Cow::Borrowed),
            url: about.url.as_deref().map(Cow::Borrowed),
            ..borrowed
        }
    }

    fn about(&self, article: usize) -> Option<&About> {
        self.about.get(article)?.as_deref()
    }

    fn id(&self, article: usize) -> Option<&Id> {
        self.about(article)?.id.as_ref()
    }

    /// Which row of the input an article is, from 0.
    pub(crate) fn row(&self, article: usize) -> usize {
        let before = |missing: &Missing| missing.articles <= article;
        article + self.missing.partition_point(before)
    }

    /// The id of each row, if it was given one.
    pub(crate) fn ids(&self) -> impl Iterator<Item = Option<&Id>> {
        let of_missing = self.missing.iter().map(|row| row.id.as_ref());
        let of_articles = (0..self.texts.len()).map(|article| self.id(article));
        of_articles.chain(of_missing)
    }

    /// Ids by position would collide with ids that are given, so it is all or none.
    fn all_or_none_with_id(&self, py: Python<'_>) -> PyResult<()> {
        let find =
            |has: bool| (0..self.texts.len()).find(|&article| self.id(article).is_some() == has);
        let (Some(with), Some(without)) = (find(true), find(false)) else {
            return Ok(());
        };
        let own = self.id(with).and_then(|id| id.own.as_ref());
        let remedy = if own.is_some_and(|own| own.bind(py).is_instance_of::<PyFloat>()) {
            "; whole numbers with a gap become floats in pandas: fill the gap, or read the column as \"Int64\" and \
             leave the rows without an id out"
        } else {
            ""
        };
        Err(PyValueError::new_err(format!(
            "articles[{}]: found no id, but articles[{}] has one; give every article an id, or none{remedy}",
            self.row(without),
            self.row(with)
        )))
    }

    /// The rows without a text, as the report lists them: with their id, if they have one, else their number.
    pub(crate) fn skipped(&self) -> Vec<Skipped> {
        self.missing
            .iter()
            .map(|row| {
                let origin = match &row.id {
                    Some(id) => String::from(&*id.text),
                    None => row.number.to_string(),
                };
                Skipped::new(
                    origin,
                    None,
                    format!("row {} has no text: found {}", row.number, row.found),
                )
            })
            .collect()
    }
}

/// Reads the rows that are mappings. Other keys than ours are left alone: records carry more than we read.
struct Mappings<'n, 'py> {
    names: &'n Names<'py>,
    /// The keys of the last mapping in order, and where the fields stand among them: the next is mostly like it.
    keys: Vec<Bound<'py, PyAny>>,
    places: Fields<usize>,
    labels: Fields<Bound<'py, PyAny>>,
    /// The fields that some mapping has had.
    met: Fields<()>,
}

impl<'n, 'py> Mappings<'n, 'py> {
    fn new(names: &'n Names<'py>) -> Self {
        Self {
            names,
            keys: Vec::new(),
            places: Fields::default(),
            labels: Fields::default(),
            met: Fields::default(),
        }
    }

    fn take(&mut self, row: &Bound<'py, PyAny>, number: usize) -> PyResult<Row> {
        let mapping = if let Ok(mapping) = row.cast::<PyDict>() {
            mapping.clone()
        } else if let Ok(mapping) = row.cast::<PyMapping>() {
            let copy = PyDict::new(row.py());
            copy.update(mapping)?;
            copy
        } else {
            let place = format!("articles[{number}]");
            return Err(unexpected(&place, r#"str or a mapping with "text""#, row));
        };
        let values = if let Some(values) = self.values(&mapping)? {
            values
        } else {
            self.learn(&mapping)?;
            self.values(&mapping)?.unwrap_or_default()
        };
        if values.get(Field::Text).is_none() {
            return Err(self.without(Field::Text, number)?);
        }
        if values.get(Field::Id).is_none() && self.names.given(Field::Id).is_some() {
            return Err(self.without(Field::Id, number)?);
        }
        Record {
            number,
            labels: &self.labels,
            values,
        }
        .take()
    }

    /// The values of the fields, or `None` when the mapping has other keys than the last one.
    fn values(&self, mapping: &Bound<'py, PyDict>) -> PyResult<Option<Fields<Bound<'py, PyAny>>>> {
        if mapping.len() != self.keys.len() {
            return Ok(None);
        }
        let mut values = Fields::default();
        for (position, (key, value)) in mapping.iter().enumerate() {
            let known = &self.keys[position];
            if !key.is(known) && !key.eq(known)? {
                return Ok(None);
            }
            for field in Field::ALL {
                if self.places.get(field) == Some(&position) {
                    values.set(field, value.clone());
                }
            }
        }
        Ok(Some(values))
    }

    fn learn(&mut self, mapping: &Bound<'py, PyDict>) -> PyResult<()> {
        self.keys = mapping.keys().iter().collect();
        self.places = self.names.find(&self.keys)?;
        self.labels = Fields::default();
        for field in Field::ALL {
            if let Some(&position) = self.places.get(field) {
                self.labels.set(field, self.keys[position].clone());
                self.met.set(field, ());
            }
        }
        Ok(())
    }

    fn without(&self, field: Field, number: usize) -> PyResult<PyErr> {
        let expected = match self.names.given(field) {
            Some(name) => name.repr()?.to_string(),
            None => String::from("'text'"),
        };
        Ok(PyValueError::new_err(format!(
            "articles[{number}]: expected the key {expected}, found {}",
            if self.keys.is_empty() {
                String::from("no keys at all")
            } else {
                fields::list(&self.keys)?
            }
        )))
    }

    /// A name that no row has is a slip of the pen, and must not pass for a field without values.
    fn refuse_names_never_met(&self) -> PyResult<()> {
        for field in Field::ALL {
            if let Some(name) = self.names.given(field)
                && self.met.get(field).is_none()
            {
                let name = name.repr()?;
                let found = if self.keys.is_empty() {
                    String::from("the articles are plain texts")
                } else {
                    format!("those of the last are {}", fields::list(&self.keys)?)
                };
                return Err(PyValueError::new_err(format!(
                    "{}: no article has the key {name}; {found}",
                    field.name()
                )));
            }
        }
        Ok(())
    }
}

/// A row with named values: a mapping, or a row of a frame.
struct Record<'a, 'py> {
    number: usize,
    /// What the fields are called there.
    labels: &'a Fields<Bound<'py, PyAny>>,
    values: Fields<Bound<'py, PyAny>>,
}

impl Record<'_, '_> {
    fn take(&self) -> PyResult<Row> {
        Ok(Row {
            text: self.text()?,
            about: self.about()?,
        })
    }

    fn about(&self) -> PyResult<Option<Box<About>>> {
        let about = About {
            id: self.id()?,
            title: self.words(Field::Title)?,
            date: self.words(Field::Date)?,
            source: self.words(Field::Source)?,
            url: self.words(Field::Url)?,
        };
        let known = about.id.is_some()
            || [&about.title, &about.date, &about.source, &about.url]
                .into_iter()
                .any(Option::is_some);
        Ok(known.then(|| Box::new(about)))
    }

    fn text(&self) -> PyResult<Text> {
        let Some(value) = self.values.get(Field::Text) else {
            return Err(PyValueError::new_err(format!(
                "articles[{}]: found no text",
                self.number
            )));
        };
        match value.cast::<PyString>() {
            Ok(text) => Text::take(text),
            Err(_) => Err(unexpected(&self.place(Field::Text), "str", value)),
        }
    }

    /// An id may be whatever a database numbers its rows by; reports give it back as it is.
    fn id(&self) -> PyResult<Option<Id>> {
        let Some(value) = self.values.get(Field::Id) else {
            return Ok(None);
        };
        let own = (!value.is_instance_of::<PyString>()).then(|| value.clone().unbind());
        let text = self.words(Field::Id)?;
        Ok(text.map(|text| Id { text, own }))
    }

    /// What a field says, as text. Years, numbers of outlets and dates stand in many a table as what they are.
    fn words(&self, field: Field) -> PyResult<Option<Text>> {
        let Some(value) = self.values.get(field) else {
            return Ok(None);
        };
        if let Ok(words) = value.cast::<PyString>() {
            return Text::take(words).map(Some);
        }
        match scalar(value)? {
            Some(text) => Text::take(&text).map(Some),
            None if is_missing(value) => Ok(None),
            None => Err(unexpected(
                &self.place(field),
                "str, a number, a date or None",
                value,
            )),
        }
    }

    fn place(&self, field: Field) -> String {
        let label = match self.labels.get(field) {
            Some(label) if label.is_instance_of::<PyString>() => format!("\"{label}\""),
            Some(label) => label.to_string(),
            None => format!("\"{}\"", field.name()),
        };
        format!("articles[{}][{label}]", self.number)
    }
}

/// Refuses what Python would iterate over and nobody means: the characters of a text, the keys of a dict, the columns
/// of a frame that is neither pandas' nor polars'.
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
        "make a pandas or a polars frame of it, or a list of dicts"
    } else {
        return Ok(());
    };
    Err(PyTypeError::new_err(format!(
        "articles: expected a list of articles, found {name}; {remedy}"
    )))
}

/// The text of a number, a date, a UUID or the like, none of which is missing; `None` for anything else.
fn scalar<'py>(value: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyString>>> {
    let py = value.py();
    // Most are, and a hundred thousand ids may ask.
    if value.is_exact_instance_of::<PyInt>() {
        return value.str().map(Some);
    }
    // An array has numbers and is none; like everything that may change it has no hash.
    if is_bytes(value) || is_missing(value) || value.hash().is_err() {
        return Ok(None);
    }
    // ISO 8601 instead of what `str` makes of a date.
    if let Some(date) = value.getattr_opt(intern!(py, "isoformat"))? {
        return Ok(Some(date.call0()?.cast_into::<PyString>()?));
    }
    // `bool`, `float`, `Decimal`, `UUID` and the scalars of NumPy.
    if value.hasattr(intern!(py, "__int__"))? && !value.is_instance_of::<PyType>() {
        return value.str().map(Some);
    }
    Ok(None)
}

/// The error for a value of another type. A missing value is a `ValueError`: it is the row that is wrong, not the code.
pub(crate) fn unexpected(place: &str, expected: &str, found: &Bound<'_, PyAny>) -> PyErr {
    if is_missing(found) {
        return PyValueError::new_err(format!(
            "{place}: expected {expected}, found {}; leave such rows out",
            missing_value(found)
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

/// How a message names a missing value.
fn missing_value(value: &Bound<'_, PyAny>) -> String {
    value
        .repr()
        .map_or_else(|_| type_name(value), |text| text.to_string())
}
