//! Tokens as numbers, and one Python string for all of a kind.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};

/// Different tokens, numbered in the order in which they were met.
///
/// News repeats itself: of a million tokens a few ten thousand are different. Each is looked up without the GIL and
/// becomes a Python string once; a list of tokens is then a list of references.
#[derive(Default)]
pub(crate) struct Interned {
    numbers: HashMap<Arc<str>, u32, RandomState>,
    texts: Vec<Arc<str>>,
    /// The Python strings of the first tokens; the others have none yet.
    strings: Vec<Py<PyString>>,
}

impl Interned {
    /// How many different tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The number of a token.
    pub(crate) fn number(&mut self, token: &str) -> u32 {
        if let Some(&number) = self.numbers.get(token) {
            return number;
        }
        let number = u32::try_from(self.texts.len())
            .expect("memory ends before four thousand million different tokens");
        let text: Arc<str> = Arc::from(token);
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    /// The list of the tokens that have these numbers.
    pub(crate) fn list<'py>(
        &mut self,
        py: Python<'py>,
        numbers: &[u32],
    ) -> PyResult<Bound<'py, PyList>> {
        let made = self.strings.len();
        let new = self.texts[made..].iter();
        self.strings
            .extend(new.map(|text| PyString::new(py, text).unbind()));
        PyList::new(
            py,
            numbers
                .iter()
                .map(|&number| self.strings[number as usize].bind(py)),
        )
    }

    /// Makes the tokens' strings those of another list, where that has them.
    pub(crate) fn share(&mut self, py: Python<'_>, with: &mut HashMap<Arc<str>, Py<PyString>>) {
        for text in &self.texts[self.strings.len()..] {
            let string = with
                .entry(Arc::clone(text))
                .or_insert_with(|| PyString::new(py, text).unbind());
            self.strings.push(string.clone_ref(py));
        }
    }
}
