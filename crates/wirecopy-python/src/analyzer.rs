//! The analyser of `wirecopy-text`, at work on Python's strings.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyType};
use rayon::prelude::*;
use wirecopy::text::{self, Scratch, Tokenizer};
use wirecopy::{Characters, Error, Progress, Stage};

use crate::articles::Articles;
use crate::calls::{take_text, take_threads};
use crate::enter::enter;
use crate::errors;
use crate::fields::Names;
use crate::interned::Interned;
use crate::texts::at_once_or_entered;

/// Above so many different tokens, an analyser begins to remember anew. They take a few megabytes.
const MOST_REMEMBERED: usize = 1 << 16;

/// Python looks for signals once for so many lists.
const LISTS_BETWEEN_SIGNALS: usize = 1 << 10;

/// What a text is cut into. `wirecopy.Analyzer` describes the options and gives defaults.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> analyzer = _core.Analyzer('{"min_length": 4}')
/// >>> analyzer.tokens("The old MILL")
/// ['mill']
/// >>> analyzer == _core.Analyzer(analyzer.to_json())
/// True
#[pyclass(frozen, module = "wirecopy._core")]
pub(crate) struct Analyzer {
    tokenizer: Tokenizer,
    /// What the last texts had, for the next: most calls bring one short text.
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    scratch: Scratch,
    interned: Interned,
}

impl Memory {
    fn numbers(&mut self, tokenizer: &Tokenizer, text: &str) -> Result<Vec<u32>, text::Error> {
        let mut numbers = Vec::with_capacity(text.len() / 6);
        tokenizer.for_each(text, &mut self.scratch, |token, _, _| {
            numbers.push(self.interned.number(token));
        })?;
        Ok(numbers)
    }
}

/// The tokens of some neighbouring texts.
#[derive(Default)]
struct Part {
    interned: Interned,
    numbers: Vec<u32>,
    /// Where the numbers of each text end.
    ends: Vec<usize>,
}

#[pymethods]
impl Analyzer {
    /// Reads the JSON that every face of wirecopy knows; what it leaves out has its default.
    #[new]
    fn new(json: &str) -> PyResult<Self> {
        let analyzer: text::Analyzer = serde_json::from_str(json).map_err(|error| fault(&error))?;
        Ok(Self {
            tokenizer: analyzer.build().map_err(|error| errors::of_text(&error))?,
            memory: Mutex::default(),
        })
    }

    /// All options as one JSON object.
    fn to_json(&self) -> PyResult<String> {
        serde_json::to_string(self.tokenizer.analyzer())
            .map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// The tokens of a text.
    fn tokens<'py>(
        &self,
        py: Python<'py>,
        text: &Bound<'_, PyAny>,
    ) -> PyResult<Bound<'py, PyList>> {
        let text = take_text("text", text)?;
        // Another thread may be at it, or somebody's finaliser that runs while a list is made.
        let mut kept = self.memory.try_lock().ok();
        let mut own = Memory::default();
        let memory = kept.as_deref_mut().unwrap_or(&mut own);
        if memory.interned.len() > MOST_REMEMBERED {
            memory.interned = Interned::default();
        }
        let numbers =
            at_once_or_entered(py, text.len(), || memory.numbers(&self.tokenizer, &text))?
                .map_err(|error| errors::of_text(&error))?;
        memory.interned.list(py, &numbers)
    }

    /// The columns of a table of tokens: text, start, end, first byte, byte after the last, class.
    #[expect(clippy::type_complexity, reason = "columns, which Python names")]
    fn columns<'py>(
        &self,
        py: Python<'py>,
        text: &Bound<'_, PyAny>,
    ) -> PyResult<(
        Bound<'py, PyList>,
        Vec<u64>,
        Vec<u64>,
        Vec<u32>,
        Vec<u32>,
        Vec<&'static str>,
    )> {
        let text = take_text("text", text)?;
        let mut interned = Interned::default();
        let (numbers, spans, classes) = at_once_or_entered(py, text.len(), || {
            let (mut numbers, mut spans, mut classes) = (Vec::new(), Vec::new(), Vec::new());
            let mut scratch = Scratch::new();
            self.tokenizer
                .for_each(&text, &mut scratch, |token, span, class| {
                    numbers.push(interned.number(token));
                    spans.push(span);
                    classes.push(class.name());
                })
                .map(|()| (numbers, spans, classes))
        })?
        .map_err(|error| errors::of_text(&error))?;
        let characters = Characters::new(&text);
        Ok((
            interned.list(py, &numbers)?,
            spans.iter().map(|span| characters.at(span.start)).collect(),
            spans.iter().map(|span| characters.at(span.end)).collect(),
            spans.iter().map(|span| span.start).collect(),
            spans.iter().map(|span| span.end).collect(),
            classes,
        ))
    }

    /// Where the tokens of a text begin and end, in characters or in bytes of UTF-8.
    fn spans(
        &self,
        py: Python<'_>,
        text: &Bound<'_, PyAny>,
        unit: &Bound<'_, PyAny>,
    ) -> PyResult<Vec<(u64, u64)>> {
        let text = take_text("text", text)?;
        let in_bytes = match &*take_text("unit", unit)? {
            "char" => false,
            "byte" => true,
            unit => {
                return Err(PyValueError::new_err(format!(
                    "unit: `{unit}`, expected \"char\" or \"byte\""
                )));
            }
        };
        at_once_or_entered(py, text.len(), || {
            let mut spans = Vec::new();
            let characters = Characters::new(if in_bytes { "" } else { &text });
            let mut scratch = Scratch::new();
            self.tokenizer
                .for_each(&text, &mut scratch, |_, span, _| {
                    spans.push(characters.of(span));
                })
                .map(|()| spans)
        })?
        .map_err(|error| errors::of_text(&error))
    }

    /// The tokens of many texts: a list for each row, `None` for a row of a frame that has no text.
    ///
    /// The articles come as for `check`.
    #[pyo3(signature = (articles, *, columns, names, threads))]
    fn tokens_batch<'py>(
        &self,
        py: Python<'py>,
        articles: Option<&Bound<'_, PyAny>>,
        columns: Option<&Bound<'_, PyDict>>,
        names: &Bound<'_, PyDict>,
        threads: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Bound<'py, PyList>> {
        let threads = take_threads(threads)?;
        let articles = Articles::take_either(py, articles, columns, &Names::take(names)?)?;
        let texts: Vec<&str> = articles.texts().iter().map(AsRef::as_ref).collect();
        let parts = enter(py, threads, None, |progress| {
            parts(&self.tokenizer, &texts, progress)
        })?;
        let mut lists = vec![None; articles.len()];
        let mut known = HashMap::new();
        let alone = parts.len() == 1;
        let mut article = 0;
        for mut part in parts {
            if !alone {
                part.interned.share(py, &mut known);
            }
            let mut start = 0;
            for end in part.ends {
                if article % LISTS_BETWEEN_SIGNALS == 0 {
                    py.check_signals()?;
                }
                let list = part.interned.list(py, &part.numbers[start..end])?;
                lists[articles.row(article)] = Some(list);
                (start, article) = (end, article + 1);
            }
        }
        PyList::new(py, lists)
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.tokenizer.analyzer() == other.tokenizer.analyzer()
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.tokenizer.analyzer().hash(&mut hasher);
        hasher.finish()
    }

    /// Says how to pickle and copy it.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyType>, (String,))> {
        Ok((slf.get_type(), (slf.get().to_json()?,)))
    }
}

/// The exception for JSON that is no analyser. Only faults of the JSON come with a line and a column: who gives options
/// to Python has written none.
fn fault(error: &serde_json::Error) -> PyErr {
    let mut message = error.to_string();
    if error.is_data() {
        let place = format!(" at line {} column {}", error.line(), error.column());
        message.truncate(message.strip_suffix(&place).map_or(message.len(), str::len));
    }
    PyValueError::new_err(message)
}

/// Cuts texts into tokens, each thread some neighbouring ones at a time.
fn parts(
    tokenizer: &Tokenizer,
    texts: &[&str],
    progress: Progress<'_>,
) -> Result<Vec<Part>, Error> {
    let threads = rayon::current_num_threads();
    // A few parts for each thread, so that none waits long for the last.
    let wanted = if threads == 1 { 1 } else { threads * 4 };
    let length = texts.len().div_ceil(wanted).max(1);
    let (done, total) = (AtomicU64::new(0), texts.len() as u64);
    texts
        .par_chunks(length)
        .enumerate()
        .map(|(number, texts)| {
            let mut part = Part::default();
            let mut scratch = Scratch::new();
            for (place, text) in texts.iter().enumerate() {
                let done = done.fetch_add(1, Ordering::Relaxed);
                if progress(Stage::Analyse, done, total).is_break() {
                    return Err(Error::Cancelled);
                }
                let Part {
                    interned, numbers, ..
                } = &mut part;
                tokenizer
                    .for_each(text, &mut scratch, |token, _, _| {
                        numbers.push(interned.number(token));
                    })
                    .map_err(|_| Error::TextTooLong {
                        id: (number * length + place).to_string(),
                        given: text.len(),
                        max: u32::MAX as usize,
                    })?;
                part.ends.push(part.numbers.len());
            }
            Ok(part)
        })
        .collect()
}
