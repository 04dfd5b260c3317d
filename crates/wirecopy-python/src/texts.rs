//! What is asked of single texts and words.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::prelude::*;
use wirecopy::Characters;
use wirecopy::text::{self, Language, Span, Stemmer, StemmerEdition};

use crate::calls::take_text;
use crate::enter::enter;
use crate::errors;

/// Shorter texts are done before a thread would have taken them over.
const SHORT: usize = 1 << 16;

/// Does the work at once when the text is short, else without the GIL and with an ear for signals.
pub(crate) fn at_once_or_entered<T: Send>(
    py: Python<'_>,
    length: usize,
    work: impl FnOnce() -> T + Send,
) -> PyResult<T> {
    if length >= SHORT {
        return enter(py, None, None, |_| Ok(work()));
    }
    // The work owns what it changes, or throws it away when it could not finish.
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| errors::bug(panic.as_ref()))
}

/// The columns of a table of parts of a text: start and end, in characters, and the text.
type Parts = (Vec<u64>, Vec<u64>, Vec<String>);

fn parts(whole: &str, spans: &[Span]) -> Parts {
    let characters = Characters::new(whole);
    (
        spans.iter().map(|span| characters.at(span.start)).collect(),
        spans.iter().map(|span| characters.at(span.end)).collect(),
        spans.iter().map(|span| span.of(whole).to_owned()).collect(),
    )
}

/// The sentences of a text; `wirecopy.sentences` makes a table of them.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> _core.sentences("Mr. Ito left. She stayed.")
/// ([0, 14], [13, 25], ['Mr. Ito left.', 'She stayed.'])
#[pyfunction]
pub(crate) fn sentences(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Parts> {
    let text = take_text("text", text)?;
    at_once_or_entered(py, text.len(), || {
        let spans: Vec<Span> = text::sentences(&text).collect();
        parts(&text, &spans)
    })
}

/// The quotations of a text; `wirecopy.quotations` makes a table of them.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> _core.quotations("“It’s gone,” she said.")
/// ([0], [12], ['“It’s gone,”'])
#[pyfunction]
pub(crate) fn quotations(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Parts> {
    let text = take_text("text", text)?;
    at_once_or_entered(py, text.len(), || parts(&text, &text::quotations(&text)))
}

/// Does the work of `wirecopy.stem`, where the parameters are described.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> _core.stem("burning", language="en", edition="current")
/// 'burn'
#[pyfunction]
#[pyo3(signature = (word, *, language, edition))]
pub(crate) fn stem(
    word: &Bound<'_, PyAny>,
    language: &Bound<'_, PyAny>,
    edition: &Bound<'_, PyAny>,
) -> PyResult<String> {
    let word = take_text("word", word)?;
    let language = take_text("language", language)?;
    let edition = take_text("edition", edition)?;
    let stemmer = taken(&language)
        .and_then(|language| Stemmer::new(language, edition.parse::<StemmerEdition>()?))
        .map_err(|error| errors::of_text(&error))?;
    Ok(stemmer.stem(&word).into_owned())
}

/// Does the work of `wirecopy.stop_words`, where the parameter is described.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> "the" in _core.stop_words("en")
/// True
#[pyfunction]
pub(crate) fn stop_words(language: &Bound<'_, PyAny>) -> PyResult<Vec<&'static str>> {
    let language = take_text("language", language)?;
    taken(&language)
        .and_then(|language| {
            text::stop_words(language).ok_or(text::Error::NoStopWords { language })
        })
        .map(<[_]>::to_vec)
        .map_err(|error| errors::of_text(&error))
}

/// Does the work of `wirecopy.detect_language`, where the parameter is described.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> _core.detect_language("Die alte Mühle ist in der Nacht abgebrannt.")
/// 'de'
#[pyfunction]
pub(crate) fn detect_language(
    py: Python<'_>,
    text: &Bound<'_, PyAny>,
) -> PyResult<Option<&'static str>> {
    let text = take_text("text", text)?;
    at_once_or_entered(py, text.len(), || {
        text::detect_language(&text).map(Language::code)
    })
}

fn taken(language: &str) -> Result<Language, text::Error> {
    language.parse()
}
