//! Which column, or which key, holds what.

use super::{Field, ReadOptions};

/// How many fields there are; a list by field is `[_; FIELDS]`, in the order of [`Field::ALL`].
pub(super) const FIELDS: usize = Field::ALL.len();

/// How well a name fits each field: 0 is best, `None` not at all. Odd is a name with other capitals.
pub(super) type Ranks = [Option<u8>; FIELDS];

/// The names to look for.
#[derive(Debug)]
pub(super) struct Columns<'o> {
    named: [Option<&'o str>; FIELDS],
}

impl<'o> Columns<'o> {
    pub(super) fn new(options: &'o ReadOptions) -> Self {
        Self {
            named: [
                options.text_column.as_deref(),
                options.id_column.as_deref(),
                options.title_column.as_deref(),
                options.date_column.as_deref(),
                options.source_column.as_deref(),
                None,
            ],
        }
    }

    /// The fields that the caller named a column for.
    pub(super) fn named(&self) -> impl Iterator<Item = (Field, &'o str)> {
        Field::ALL
            .into_iter()
            .zip(self.named)
            .filter_map(|(field, name)| Some((field, name?)))
    }

    /// How well a name fits. A column that the caller gave away serves nothing else: with `--id-column url` the address
    /// is the id.
    pub(super) fn ranks(&self, name: &str) -> Ranks {
        let mut ranks = Ranks::default();
        let mut given = false;
        for (rank, named) in ranks.iter_mut().zip(self.named) {
            *rank = match named {
                Some(named) if named == name => Some(0),
                Some(named) if named.eq_ignore_ascii_case(name) => Some(1),
                _ => None,
            };
            given |= rank.is_some();
        }
        if !given {
            for (field, rank) in Field::ALL.into_iter().zip(&mut ranks) {
                if self.named[field as usize].is_none() {
                    *rank = (0..)
                        .step_by(2)
                        .zip(field.usual_names())
                        .find(|(_, usual)| usual.eq_ignore_ascii_case(name))
                        .map(|(rank, usual)| rank + u8::from(*usual != name));
                }
            }
        }
        ranks
    }

    /// What to call a field in a message: the name of the caller, else the usual one.
    pub(super) fn name(&self, field: Field, rank: u8) -> &'o str {
        self.named[field as usize].unwrap_or_else(|| {
            let usual = field.usual_names();
            usual.get(usize::from(rank / 2)).unwrap_or(&usual[0])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(options: &ReadOptions, name: &str) -> Vec<(Field, u8)> {
        let ranks = Columns::new(options).ranks(name);
        let ranks = Field::ALL.into_iter().zip(ranks);
        ranks
            .filter_map(|(field, rank)| Some((field, rank?)))
            .collect()
    }

    #[test]
    fn usual_names_are_known_whatever_their_capitals() {
        let options = ReadOptions::default();
        assert_eq!(ranks(&options, "text"), [(Field::Text, 0)]);
        assert_eq!(ranks(&options, "Text"), [(Field::Text, 1)]);
        assert_eq!(ranks(&options, "BODY"), [(Field::Text, 3)]);
        assert_eq!(ranks(&options, "outlet"), [(Field::Source, 2)]);
        assert_eq!(ranks(&options, "link"), [(Field::Url, 2)]);
        assert_eq!(ranks(&options, "texts"), []);
    }

    #[test]
    fn a_named_column_is_the_only_one_and_serves_nothing_else() {
        let options = ReadOptions::default()
            .with_id_column("url")
            .with_text_column("Story");
        assert_eq!(ranks(&options, "url"), [(Field::Id, 0)]);
        assert_eq!(ranks(&options, "URL"), [(Field::Id, 1)]);
        assert_eq!(ranks(&options, "story"), [(Field::Text, 1)]);
        assert_eq!(ranks(&options, "text"), []);
        assert_eq!(ranks(&options, "id"), []);
        assert_eq!(ranks(&options, "title"), [(Field::Title, 0)]);
    }
}
