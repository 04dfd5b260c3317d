//! `wirecopy tokens`: what stands in a text, one thing a line.

use std::borrow::Cow;
use std::io::{self, Write};

use clap::ValueEnum;
use wirecopy::read::Input;
use wirecopy::text::{Scratch, Span, TokenClass, Tokenizer, quotations, sentences};
use wirecopy::{Article, Characters};

use crate::analyzing::AnalyzingArguments;
use crate::clean;
use crate::failure::{Failure, Finding};
use crate::notices::Notices;
use crate::output::Target;
use crate::plan::TokensPlan;

/// What `tokens` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum TokensFormat {
    #[default]
    Table,
    Jsonl,
}

/// What the flags ask for.
#[derive(Debug)]
pub(crate) enum Sought {
    Tokens(Box<AnalyzingArguments>),
    Sentences,
    Quotations,
}

/// The same, ready to look for it.
#[derive(Debug)]
enum Unit {
    Tokens(Box<Tokenizer>),
    Sentences,
    Quotations,
}

const SENTENCE: &str = "sentence";
const QUOTATION: &str = "quotation";

/// As many columns as a line may need: more than a text can have, and room to calculate with.
const UNLIMITED: usize = usize::MAX / 16;

/// Runs the plan.
pub(crate) fn run(plan: TokensPlan) -> Result<Finding, Failure> {
    let target = match &plan.output {
        None => Target::StandardOutput,
        Some(path) => Target::file(path, plan.force, &plan.paths)?,
    };
    let unit = match plan.sought {
        Sought::Tokens(analyzing) => Unit::Tokens(Box::new(analyzing.into_analyzer()?.build()?)),
        Sought::Sentences => Unit::Sentences,
        Sought::Quotations => Unit::Quotations,
    };
    let Input {
        articles,
        skipped,
        repaired,
        ..
    } = wirecopy::read::read_paths(&plan.paths, &plan.reading)?;
    target.write(|out| {
        let mut scratch = Scratch::new();
        articles
            .iter()
            .try_for_each(|article| write(out, article, &unit, plan.format, &mut scratch))
    })?;
    let notices = Notices {
        skipped: &skipped,
        repaired: &repaired,
        warnings: &[],
        checked: articles.len() as u64,
    };
    notices.tell();
    match notices.summary() {
        Some(skipped) if plan.strict => Err(Failure::Strict { skipped }),
        _ => {
            notices.tell_summary();
            Ok(Finding::Ran)
        }
    }
}

/// Writes what is looked for in one article.
fn write(
    out: &mut dyn Write,
    article: &Article<'_>,
    unit: &Unit,
    format: TokensFormat,
    scratch: &mut Scratch,
) -> io::Result<()> {
    let text = &*article.text;
    let mut lines = Lines::new(out, article, format)?;
    let (parts, class): (Vec<Span>, _) = match unit {
        Unit::Tokens(tokenizer) => {
            let mut written = Ok(());
            let mut line = |token: &str, span: Span, class: TokenClass| {
                if written.is_ok() {
                    written = lines.write(token, span, class.name());
                }
            };
            let read = tokenizer.for_each(text, scratch, &mut line);
            // The reader takes no text that is too long for the tokeniser, and nothing else is refused.
            return read.map_err(io::Error::other).and(written);
        }
        Unit::Sentences => (sentences(text).collect(), SENTENCE),
        Unit::Quotations => (quotations(text), QUOTATION),
    };
    parts
        .into_iter()
        .try_for_each(|span| lines.write(span.of(text), span, class))
}

/// The lines of one article.
struct Lines<'o> {
    out: &'o mut dyn Write,
    format: TokensFormat,
    /// The id as each line begins with it.
    id: Vec<u8>,
    characters: Characters<'o>,
}

impl<'o> Lines<'o> {
    fn new(
        out: &'o mut dyn Write,
        article: &'o Article<'_>,
        format: TokensFormat,
    ) -> io::Result<Self> {
        let id = match format {
            TokensFormat::Table => clean::name(&article.id).into_owned().into_bytes(),
            TokensFormat::Jsonl => serde_json::to_vec(&article.id)?,
        };
        Ok(Self {
            out,
            format,
            id,
            characters: Characters::new(&article.text),
        })
    }

    fn write(&mut self, text: &str, span: Span, class: &str) -> io::Result<()> {
        let (start, end) = self.characters.of(span);
        match self.format {
            TokensFormat::Table => {
                self.out.write_all(&self.id)?;
                let text = match class {
                    SENTENCE | QUOTATION => Cow::Owned(clean::one_line(text, UNLIMITED)),
                    _ => clean::name(text),
                };
                writeln!(self.out, "\t{start}\t{end}\t{class}\t{text}")
            }
            TokensFormat::Jsonl => {
                self.out.write_all(b"{\"id\":")?;
                self.out.write_all(&self.id)?;
                write!(
                    self.out,
                    ",\"start\":{start},\"end\":{end},\"class\":\"{class}\",\"text\":"
                )?;
                serde_json::to_writer(&mut *self.out, text)?;
                self.out.write_all(b"}\n")
            }
        }
    }
}
