//! The number of threads changes nothing.

use proptest::prelude::*;
use wirecopy_tfidf::{HashingVectorizer, TfidfVectorizer};

use crate::naive::{setup, texts};

fn on<R: Send>(threads: usize, run: impl FnOnce() -> R + Send) -> R {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("threads can be started");
    pool.install(run)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn models_and_matrices_are_the_same_bytes(setup in setup(), texts in texts()) {
        let fit = || {
            let vectorizer = TfidfVectorizer::new().with_counts(setup.vectorizer());
            let (fitted, matrix) = vectorizer.fit_transform(&texts).map_err(|error| error.to_string())?;
            let mut file = Vec::new();
            fitted.to_writer(&mut file).unwrap();
            Ok::<_, String>((file, matrix))
        };
        let hash = || HashingVectorizer::new().with_terms(setup.terms.clone()).transform(&texts).unwrap();
        let (fitted, hashed) = on(1, || (fit(), hash()));
        for threads in [2, 5] {
            prop_assert_eq!(&on(threads, fit), &fitted);
            prop_assert_eq!(&on(threads, hash), &hashed);
        }
    }
}
