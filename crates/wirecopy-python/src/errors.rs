//! Which exception an error becomes: the nearest built-in one.

use std::any::Any;

use pyo3::exceptions::{PyKeyboardInterrupt, PyOSError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use wirecopy::{Error, similarity, tfidf};

/// The exception for an error of the check.
pub(crate) fn exception(error: &Error) -> PyErr {
    match error {
        Error::DuplicateId { id, first, second } => PyValueError::new_err(format!(
            "articles[{second}]: duplicate id `{id}`, articles[{first}] has it too; give each article its own"
        )),
        Error::TextTooLong { .. }
        | Error::InvalidShare { .. }
        | Error::NoArticles { .. }
        | Error::NotAReport(_)
        | Error::NotFurniture(_)
        | Error::SchemaVersion { .. } => PyValueError::new_err(error.to_string()),
        // With the number of the error, Python picks FileNotFoundError, PermissionError and so on.
        Error::Unreadable { path, source } => match source.raw_os_error() {
            Some(number) => PyOSError::new_err((number, source.to_string(), path.clone())),
            None => PyOSError::new_err(error.to_string()),
        },
        Error::Cancelled => PyKeyboardInterrupt::new_err(()),
        _ => PyRuntimeError::new_err(error.to_string()),
    }
}

/// The exception for what an analyser, a stemmer or a list of words refuses.
pub(crate) fn of_text(error: &wirecopy::text::Error) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// The exception for an error of counting. Those that scikit-learn has too say it with its words.
pub(crate) fn of_counting(error: &tfidf::Error) -> PyErr {
    match error {
        tfidf::Error::EmptyVocabulary => {
            PyValueError::new_err("empty vocabulary; perhaps the documents only contain stop words")
        }
        tfidf::Error::NoTermsRemain => PyValueError::new_err(
            "After pruning, no terms remain. Try a lower min_df or a higher max_df.",
        ),
        tfidf::Error::DfBoundsCross { .. } => {
            PyValueError::new_err("max_df corresponds to < documents than min_df")
        }
        tfidf::Error::Cancelled => PyKeyboardInterrupt::new_err(()),
        _ => PyValueError::new_err(error.to_string()),
    }
}

/// The exception for what a join of sets or of vectors refuses.
pub(crate) fn of_similarity(error: &similarity::Error) -> PyErr {
    match error {
        similarity::Error::Cancelled => PyKeyboardInterrupt::new_err(()),
        _ => PyValueError::new_err(error.to_string()),
    }
}

/// The exception for a panic. It is always a mistake of ours, and no reason to take the caller's notebook down.
pub(crate) fn bug(panic: &(dyn Any + Send)) -> PyErr {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message");
    PyRuntimeError::new_err(format!(
        "wirecopy bug: {message}; please report it with the articles that show it"
    ))
}

/// The name of a value's type, as messages say it.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    value
        .get_type()
        .name()
        .map_or_else(|_| String::from("an object"), |name| name.to_string())
}
