//! Whether two articles are of one outlet.

use crate::direction::End;
use crate::direction::names::Names;

/// What is known of the outlets of two articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outlets {
    /// Both are of the outlet, or agency, of this name.
    One(String),
    /// They are of two.
    Different,
    /// Nothing tells.
    Unknown,
}

/// By the sources where both are given; else by the agencies in the datelines and the lines of copyright too.
///
/// Two papers that print one agency's story are two outlets.
pub(crate) fn outlets(a: End<'_>, b: End<'_>) -> Outlets {
    if let (Some(source_a), Some(source_b)) = (&a.article.source, &b.article.source) {
        let (source_a, source_b) = (source_a.trim(), source_b.trim());
        let same = !source_a.is_empty() && source_a == source_b;
        if same || shared(&Names::of_source(source_a), &Names::of_source(source_b)).is_some() {
            return Outlets::One(source_a.to_owned());
        }
        if !source_a.is_empty() && !source_b.is_empty() {
            return Outlets::Different;
        }
    }
    shared(a.names(), b.names()).map_or(Outlets::Unknown, Outlets::One)
}

fn shared(a: &Names, b: &Names) -> Option<String> {
    let name = a.all().find(|name| b.contains(name));
    name.map(|name| name.text.clone())
}
