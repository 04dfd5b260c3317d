//! Keywords and their places.

use proptest::prelude::*;
use wirecopy_text::{Analyzer, DocId};
use wirecopy_tfidf::{
    Documents, Error, Keyword, KeywordMethod, KeywordOptions, group_keywords, keywords,
};

use crate::naive::{counted, texts};

fn terms(keywords: &[Keyword]) -> Vec<&str> {
    keywords
        .iter()
        .map(|keyword| keyword.term.as_str())
        .collect()
}

const LOG_ODDS: KeywordMethod = KeywordMethod::LogOdds { prior: 50.0 };

proptest! {
    #[test]
    fn scores_are_those_of_the_definitions(texts in texts(), groups in prop::collection::vec(prop::option::of(0..3_usize), 7), odds in any::<bool>()) {
        let groups: Vec<Option<usize>> = groups[..texts.len()].iter().map(|group| group.filter(|&group| group < texts.len())).collect();
        let analyzer = Analyzer::new().with_ngrams((1, 2));
        let tokenizer = analyzer.build().unwrap();
        let cut: Vec<Vec<String>> = texts
            .iter()
            .map(|text| tokenizer.tokens(text).unwrap().into_iter().map(|token| token.text.into_owned()).collect())
            .collect();
        let method = if odds { LOG_ODDS } else { KeywordMethod::Tfidf };
        let options = KeywordOptions::new().with_analyzer(analyzer).with_limit(usize::MAX).with_method(method);
        let found = group_keywords(&texts, &groups, &options).unwrap();
        for (group, keywords) in found.iter().enumerate() {
            let (mut here, mut there) = (Vec::new(), Vec::new());
            for (terms, of) in cut.iter().zip(&groups) {
                if *of == Some(group) { here.extend(terms.clone()) } else { there.extend(terms.clone()) }
            }
            let both = [here.clone(), there.clone()];
            let counts = counted(&both);
            let n = texts.len() as f64;
            let raw = |term: &str| {
                let df = cut.iter().filter(|terms| terms.iter().any(|other| other == term)).count() as f64;
                counts[0][term] as f64 * (((1.0 + n) / (1.0 + df)).ln() + 1.0)
            };
            let norm = counts[0].keys().map(|term| raw(term).powi(2)).sum::<f64>().sqrt();
            let all = (here.len() + there.len()) as f64;
            let score = |term: &str| {
                let (y, z) = (counts[0][term] as f64, counts[1].get(term).copied().unwrap_or(0) as f64);
                if !odds {
                    return raw(term) / norm;
                }
                let prior = 50.0 * (y + z) / all;
                let log = |count: f64, size: usize| ((count + prior) / (size as f64 + 50.0 - count - prior)).ln();
                (log(y, here.len()) - log(z, there.len())) / (1.0 / (y + prior) + 1.0 / (z + prior)).sqrt()
            };
            let mut expected = 0;
            for (term, &count) in &counts[0] {
                let score = score(term);
                if score.is_finite() && score > 1e-9 {
                    expected += 1;
                    let keyword = keywords.iter().find(|keyword| &keyword.term == term).unwrap();
                    prop_assert!((keyword.score - score).abs() < 1e-9);
                    prop_assert_eq!(i64::try_from(keyword.count).unwrap(), count);
                    prop_assert_eq!(keyword.places.len() as u64, keyword.count);
                }
            }
            prop_assert!(keywords.len() >= expected);
            let in_order = keywords.is_sorted_by(|a, b| a.score.total_cmp(&b.score).reverse().then(a.term.cmp(&b.term)).is_lt());
            prop_assert!(in_order);
            for (keyword, (document, span)) in keywords.iter().flat_map(|keyword| keyword.places.iter().map(move |place| (keyword, place))) {
                prop_assert_eq!(groups[document.index()], Some(group));
                let again = tokenizer.tokens(span.of(&texts[document.index()])).unwrap();
                prop_assert!(again.iter().any(|token| token.text == keyword.term));
            }
        }
    }
}

const TEXTS: [&str; 4] = [
    "The mill burnt. Firemen saved the old mill.",
    "Firemen came to the mill at night.",
    "The old ship sailed at night.",
    "The ship sank.",
];

#[test]
fn a_group_is_set_apart_from_the_rest() {
    let groups = [Some(0), Some(0), Some(1), Some(1)];
    let options = KeywordOptions::new().with_method(LOG_ODDS).with_limit(2);
    let found = group_keywords(&TEXTS, &groups, &options).unwrap();
    assert_eq!(terms(&found[0]), ["mill", "firemen"]);
    assert_eq!(terms(&found[1])[0], "ship");
    let (document, span) = found[0][0].places[2];
    assert_eq!((document, span.of(TEXTS[1])), (DocId(1), "mill"));
}

#[test]
fn articles_without_a_group_are_only_compared_with() {
    let found =
        group_keywords(&TEXTS, &[None, None, None, Some(0)], &KeywordOptions::new()).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(terms(&found[0]), ["sank", "ship", "the"]);
}

#[test]
fn texts_without_terms_have_no_keywords() {
    assert_eq!(
        keywords(&["", "…"], &KeywordOptions::new()).unwrap(),
        [vec![], vec![]]
    );
    assert_eq!(
        keywords::<&str>(&[][..], &KeywordOptions::new()).unwrap(),
        Vec::<Vec<Keyword>>::new()
    );
}

#[test]
fn input_that_makes_no_sense_is_refused() {
    let options = KeywordOptions::new();
    let lists = [vec!["mill"]];
    assert!(matches!(
        keywords(Documents::tokens(&lists), &options),
        Err(Error::TextsNeeded)
    ));
    assert!(matches!(
        group_keywords(&TEXTS, &[None], &options),
        Err(Error::LengthsDiffer {
            documents: 4,
            groups: 1
        })
    ));
    assert!(group_keywords(&["mill"], &[Some(1 << 60)], &options).is_err());
    let options = options.with_method(KeywordMethod::LogOdds { prior: 0.0 });
    assert_eq!(
        keywords(&TEXTS, &options).unwrap_err().to_string(),
        "`prior` is `0`, expected a number above 0"
    );
}
