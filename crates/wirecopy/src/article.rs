//! What goes in.

use std::borrow::Cow;

/// One article. The text is what is compared; the rest tells people and later steps which article it is.
///
/// Borrows where the caller holds the strings (Python does), owns where they were read from a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Article<'t> {
    /// Unique within a collection.
    pub id: Cow<'t, str>,
    /// The body.
    pub text: Cow<'t, str>,
    /// The headline, if it is kept apart from the body.
    pub title: Option<Cow<'t, str>>,
    /// When it was published, as the source writes it.
    pub date: Option<Cow<'t, str>>,
    /// The outlet.
    pub source: Option<Cow<'t, str>>,
    /// Where it stands.
    pub url: Option<Cow<'t, str>>,
}

impl<'t> Article<'t> {
    /// Makes an article of an id and a text.
    pub fn new(id: impl Into<Cow<'t, str>>, text: impl Into<Cow<'t, str>>) -> Self {
        Self {
            id: id.into(),
            text: text.into(),
            ..Self::default()
        }
    }

    /// The same article with strings of its own.
    #[must_use]
    pub fn into_owned(self) -> Article<'static> {
        let owned = |field: Option<Cow<'t, str>>| field.map(|field| Cow::Owned(field.into_owned()));
        Article {
            id: Cow::Owned(self.id.into_owned()),
            text: Cow::Owned(self.text.into_owned()),
            title: owned(self.title),
            date: owned(self.date),
            source: owned(self.source),
            url: owned(self.url),
        }
    }

    /// The same article without a copy of its strings.
    #[must_use]
    pub fn borrowed(&self) -> Article<'_> {
        Article {
            id: Cow::Borrowed(&self.id),
            text: Cow::Borrowed(&self.text),
            title: self.title.as_deref().map(Cow::Borrowed),
            date: self.date.as_deref().map(Cow::Borrowed),
            source: self.source.as_deref().map(Cow::Borrowed),
            url: self.url.as_deref().map(Cow::Borrowed),
        }
    }
}
