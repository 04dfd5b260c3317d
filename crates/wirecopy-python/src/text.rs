//! Python's strings, borrowed.

use std::ops::Deref;

use pyo3::exceptions::PyUnicodeEncodeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBytes, PyString};

/// The text of a Python `str`, readable without the GIL: Python's own UTF-8 buffer, kept alive by a reference to the
/// string.
///
/// No larger than a `String`, for there may be a million short ones.
pub(crate) struct Text(PyBackedStr);

impl Text {
    /// Takes a string in O(1) when it is ASCII or has been taken before; Python encodes it once otherwise.
    ///
    /// A lone surrogate (half of an emoji that somebody cut in two) has no place in UTF-8. Each becomes one U+FFFD, so
    /// that offsets in characters stay those of the Python string.
    pub(crate) fn take(string: &Bound<'_, PyString>) -> PyResult<Self> {
        match Self::take_exact(string) {
            Err(error) if error.is_instance_of::<PyUnicodeEncodeError>(string.py()) => {
                let replaced = PyString::new(string.py(), &replace_surrogates(string)?);
                Self::take_exact(&replaced)
            }
            taken => taken,
        }
    }

    /// Takes a string as it is, and raises what Python raises where it is no UTF-8.
    pub(crate) fn take_exact(string: &Bound<'_, PyString>) -> PyResult<Self> {
        PyBackedStr::try_from(string.clone()).map(Self)
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

/// Encodes a string with U+FFFD in the place of each lone surrogate.
///
/// `to_string_lossy` of pyo3 and Python's `errors="replace"` both put in another number of characters than they take out.
fn replace_surrogates(string: &Bound<'_, PyString>) -> PyResult<String> {
    let encoded = string.call_method1("encode", ("utf-8", "surrogatepass"))?;
    let mut bytes = encoded.cast::<PyBytes>()?.as_bytes().to_vec();
    // A surrogate is encoded as ED A0 80 to ED BF BF, which is as long as U+FFFD, and ED begins nothing else above
    // U+D7FF. No byte inside a longer character is ED, since those bytes are 80 to BF.
    let mut at = 0;
    while at + 2 < bytes.len() {
        if bytes[at] == 0xED && bytes[at + 1] >= 0xA0 {
            bytes[at..at + 3].copy_from_slice("\u{FFFD}".as_bytes());
            at += 3;
        } else {
            at += 1;
        }
    }
    Ok(String::from_utf8(bytes)?)
}
