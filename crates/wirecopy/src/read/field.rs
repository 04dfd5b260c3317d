//! What an article has, and what that is called where it comes from.

/// What an article has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The body.
    Text,
    /// What it is called by.
    Id,
    /// The headline.
    Title,
    /// When it was published.
    Date,
    /// The outlet.
    Source,
    /// Where it stands.
    Url,
}

impl Field {
    /// All of them, in the order of their values.
    pub const ALL: [Self; 6] = [
        Self::Text,
        Self::Id,
        Self::Title,
        Self::Date,
        Self::Source,
        Self::Url,
    ];

    /// The field's own name: `text`, `id`, `title`, `date`, `source` or `url`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.usual_names()[0]
    }

    /// By which names its column or key goes where the caller names none, the best first; capitals make no difference.
    #[must_use]
    pub fn usual_names(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["text", "body", "content", "article"],
            Self::Id => &["id"],
            Self::Title => &["title", "headline"],
            Self::Date => &["date", "published"],
            Self::Source => &["source", "outlet", "publisher"],
            Self::Url => &["url", "link"],
        }
    }
}
