//! Which options of an analyser go together.

use crate::analyzer::{Analyzer, MAX_NGRAM, TokenKind};
use crate::error::Error;

/// Refuses options that say nothing about the tokens asked for, and sizes that make no sense.
pub(super) fn check_options(analyzer: &Analyzer) -> Result<(), Error> {
    let (min, max) = analyzer.ngrams();
    if min == 0 || min > max || max > MAX_NGRAM {
        return Err(Error::InvalidRange {
            option: "ngrams",
            min,
            max,
            limit: MAX_NGRAM,
        });
    }
    let default = Analyzer::new();
    let runs = matches!(analyzer.tokens(), TokenKind::Chars | TokenKind::CharWb);
    let conflicts = [
        ("dictionary", false, analyzer.dictionary()),
        ("urls", false, analyzer.urls() != default.urls()),
        ("emails", false, analyzer.emails() != default.emails()),
        ("drop_numbers", true, analyzer.drop_numbers()),
        ("min_length", true, analyzer.min_length() > 1),
        (
            "stop_words",
            true,
            analyzer.stop_words() != default.stop_words(),
        ),
        ("stemming", true, analyzer.stemming().is_some()),
    ];
    for (option, for_all_but_runs, given) in conflicts {
        if given && (runs || !for_all_but_runs && !analyzer.tokens().is_words()) {
            return Err(Error::OptionConflict {
                option,
                tokens: analyzer.tokens().name(),
            });
        }
    }
    if analyzer.dictionary() && !cfg!(feature = "dictionary") {
        return Err(Error::FeatureMissing {
            option: "dictionary",
            feature: "dictionary",
        });
    }
    Ok(())
}
