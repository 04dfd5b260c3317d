//! How articles are read.

/// The greatest record by default: what a text of this many bytes needs in memory, a machine of today has, and the
/// offsets of a text (at most 4 GiB) are far from their end.
const GIBIBYTE: u64 = 1 << 30;

/// What to do with bytes that are no UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum EncodingErrors {
    /// Put U+FFFD in their place, and list the text under [`Input::repaired`](super::Input::repaired).
    #[default]
    Replace,
    /// Skip the record, or the text file, that has them.
    Skip,
    /// Read nothing at all: [`Problem::NotUtf8`](super::Problem::NotUtf8).
    Fail,
}

/// Which columns are read and what is done with what cannot be read.
///
/// A column of CSV and a key of JSON lines are the same thing here. Without a name, the usual names are looked for,
/// capitals or not: `text`, `body`, `content` or `article`; `id`; `title` or `headline`; `date` or `published`;
/// `source`, `outlet` or `publisher`; `url` or `link`; where a record has several of them, the first of the list. A
/// column that is named and is not there is an error.
///
/// # Example
/// ```
/// use wirecopy::read::{EncodingErrors, ReadOptions};
///
/// let options = ReadOptions::default()
///     .with_text_column("story")
///     .with_encoding_errors(EncodingErrors::Skip);
/// assert_eq!(options.text_column.as_deref(), Some("story"));
/// assert_eq!(options.id_column, None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct ReadOptions {
    /// The column of the text.
    pub text_column: Option<String>,
    /// The column of the id.
    pub id_column: Option<String>,
    /// The column of the title.
    pub title_column: Option<String>,
    /// The column of the date.
    pub date_column: Option<String>,
    /// The column of the outlet.
    pub source_column: Option<String>,
    /// What to do with bytes that are no UTF-8.
    pub encoding_errors: EncodingErrors,
    /// A record, or a text file, of more bytes than this is skipped; 1 GiB. So many bytes may be held beside the
    /// articles.
    pub max_record_bytes: u64,
    /// Whether a text without words is read: there is nothing to compare in it, but it has characters. An empty one is
    /// skipped all the same.
    pub keep_wordless: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            text_column: None,
            id_column: None,
            title_column: None,
            date_column: None,
            source_column: None,
            encoding_errors: EncodingErrors::default(),
            max_record_bytes: GIBIBYTE,
            keep_wordless: false,
        }
    }
}

impl ReadOptions {
    /// Names the column of the text.
    pub fn with_text_column(self, name: impl Into<String>) -> Self {
        Self {
            text_column: Some(name.into()),
            ..self
        }
    }

    /// Names the column of the id.
    pub fn with_id_column(self, name: impl Into<String>) -> Self {
        Self {
            id_column: Some(name.into()),
            ..self
        }
    }

    /// Names the column of the title.
    pub fn with_title_column(self, name: impl Into<String>) -> Self {
        Self {
            title_column: Some(name.into()),
            ..self
        }
    }

    /// Names the column of the date.
    pub fn with_date_column(self, name: impl Into<String>) -> Self {
        Self {
            date_column: Some(name.into()),
            ..self
        }
    }

    /// Names the column of the outlet.
    pub fn with_source_column(self, name: impl Into<String>) -> Self {
        Self {
            source_column: Some(name.into()),
            ..self
        }
    }

    /// Sets what is done with bytes that are no UTF-8.
    pub fn with_encoding_errors(self, encoding_errors: EncodingErrors) -> Self {
        Self {
            encoding_errors,
            ..self
        }
    }

    /// Sets above how many bytes a record is skipped.
    pub fn with_max_record_bytes(self, bytes: u64) -> Self {
        Self {
            max_record_bytes: bytes,
            ..self
        }
    }

    /// Sets whether a text without words is read.
    pub fn with_keep_wordless(self, keep_wordless: bool) -> Self {
        Self {
            keep_wordless,
            ..self
        }
    }

    /// The greatest record as a length in memory.
    pub(super) fn most(&self) -> usize {
        usize::try_from(self.max_record_bytes).unwrap_or(usize::MAX)
    }
}
