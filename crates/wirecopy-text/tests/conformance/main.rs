//! What others have published as right answers: Unicode's break tests, Snowball's vocabularies; and
//! what has to hold on real documents.

#[cfg(test)]
mod corpora;
#[cfg(test)]
mod marked;
#[cfg(test)]
mod ntrex;
#[cfg(test)]
mod python;
#[cfg(test)]
mod snowball;
#[cfg(test)]
mod unicode;
