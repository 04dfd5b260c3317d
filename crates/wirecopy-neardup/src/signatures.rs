//! Sketches of many texts at once.

use wirecopy_similarity::Progress;

use crate::error::Error;
use crate::min_hash::MinHash;
use crate::progress::Meter;
use crate::shingling::{Shingler, UNITS_PER_TEXT};
use crate::sim_hash::SimHash;

impl Shingler {
    /// Makes the signature of each text's set of shingles, as [`MinHash::with_seed`] and
    /// [`MinHash::update`] would.
    ///
    /// Runs on the caller's current rayon pool; `progress` hears of five units for each text.
    ///
    /// # Errors
    /// [`Error::InvalidSignature`] unless `values` lies in `1..=1024`; [`Error::Text`] for a text of more
    /// than `u32::MAX` bytes; [`Error::Cancelled`] when `progress` answers to stop.
    ///
    /// # Example
    /// ```
    /// use std::ops::ControlFlow;
    /// use wirecopy_neardup::Shingler;
    /// use wirecopy_text::{Analyzer, SEED};
    ///
    /// let shingler = Shingler::new(&Analyzer::default(), 2)?;
    /// let texts = ["The mill burnt down", "the MILL burnt down!", "A ship"];
    /// let found = shingler.min_hashes(&texts, 128, SEED, &|_, _| ControlFlow::Continue(()))?;
    /// assert_eq!((found.len(), found[0].jaccard(&found[1])?), (3, 1.0));
    /// # Ok::<(), wirecopy_neardup::Error>(())
    /// ```
    pub fn min_hashes<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
        values: usize,
        seed: u64,
        progress: Progress,
    ) -> Result<Vec<MinHash>, Error> {
        let empty = MinHash::with_seed(values, seed)?;
        self.each(texts, progress, |shingles| {
            let mut signature = empty.clone();
            signature.extend(shingles);
            signature
        })
    }

    /// Makes the signature of each text's bag of shingles, as [`SimHash::from_elements`] would.
    ///
    /// Runs on the caller's current rayon pool; `progress` hears of five units for each text.
    ///
    /// # Errors
    /// [`Error::Text`] for a text of more than `u32::MAX` bytes; [`Error::Cancelled`] when `progress`
    /// answers to stop.
    pub fn sim_hashes<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
        progress: Progress,
    ) -> Result<Vec<SimHash>, Error> {
        self.each(texts, progress, |shingles| SimHash::from_elements(shingles))
    }

    fn each<T: AsRef<str> + Sync, S: Send>(
        &self,
        texts: &[T],
        progress: Progress,
        sketch: impl Fn(&mut dyn Iterator<Item = u64>) -> S + Sync,
    ) -> Result<Vec<S>, Error> {
        let meter = Meter::new(progress, UNITS_PER_TEXT * texts.len() as u64);
        let mut all = Vec::with_capacity(texts.len());
        self.visit(
            texts,
            &vec![false; texts.len()],
            &meter,
            |part: &mut Part<S>, words| {
                let words = words.unwrap_or_default();
                part.0.push(sketch(&mut self.hashes(words)));
            },
            |part| all.extend(part.0),
        )?;
        Ok(all)
    }
}

/// The sketches of some texts in a row.
struct Part<S>(Vec<S>);

impl<S> Default for Part<S> {
    fn default() -> Self {
        Self(Vec::new())
    }
}
