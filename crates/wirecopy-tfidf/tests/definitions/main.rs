//! What is counted and weighted, against the definitions carried out one by one.

mod hashed;
mod keywords;
mod learning;
mod naive;
mod saved;
mod search;
mod threads;
mod words;

use wirecopy_tfidf::{
    Bm25, Bm25Index, Bm25Variant, ColumnMap, CountVectorizer, CsrMatrix, DocumentFrequency,
    Documents, Error, FittedCountVectorizer, FittedTfidfTransformer, FittedTfidfVectorizer,
    HashingVectorizer, Hit, Keyword, KeywordMethod, KeywordOptions, Norm, Number, Ranking,
    Splitter, StripAccents, TermOptions, TermUnit, TfidfTransformer, TfidfVectorizer, TokenPattern,
    Vocabulary,
};

#[test]
fn every_public_type_can_be_shown_and_sent_between_threads() {
    fn check<T: std::fmt::Debug + Send + Sync>() {}
    check::<Bm25>();
    check::<Bm25Index>();
    check::<Bm25Variant>();
    check::<Hit>();
    check::<Keyword>();
    check::<KeywordMethod>();
    check::<KeywordOptions>();
    check::<ColumnMap>();
    check::<CountVectorizer>();
    check::<CsrMatrix<i64>>();
    check::<DocumentFrequency>();
    check::<Error>();
    check::<FittedCountVectorizer>();
    check::<FittedTfidfTransformer>();
    check::<FittedTfidfVectorizer>();
    check::<HashingVectorizer>();
    check::<Norm>();
    check::<Number>();
    check::<Ranking>();
    check::<Splitter>();
    check::<StripAccents>();
    check::<TermOptions>();
    check::<TermUnit>();
    check::<TfidfTransformer>();
    check::<TfidfVectorizer>();
    check::<TokenPattern>();
    check::<Vocabulary>();
    // With a callback it is not `Send`, which no caller needs.
    let documents = Documents::texts(&["mill"]);
    assert_eq!(
        format!("{documents:?}"),
        r#"Documents { kind: "texts", len: 1, .. }"#
    );
}
