//! Single files and folders: what each is called, what it is, and what reads it.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::archive::Packing;
use super::columns::Columns;
use super::gathered::Gathered;
use super::problem::Stop;
use super::window::Window;
use super::{EncodingErrors, ReadOptions, Reading, STANDARD_INPUT, csv, encoding, jsonl};
use crate::listening::Listening;
use crate::{Article, Error, Progress, Stage};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    JsonLines,
    Csv,
}

impl Format {
    fn of_extension(extension: &str) -> Option<Self> {
        const KNOWN: [(&str, Format); 6] = [
            ("txt", Format::Text),
            ("jsonl", Format::JsonLines),
            ("ndjson", Format::JsonLines),
            ("csv", Format::Csv),
            ("tsv", Format::Csv),
            ("tab", Format::Csv),
        ];
        let known = KNOWN
            .iter()
            .find(|(known, _)| extension.eq_ignore_ascii_case(known));
        known.map(|&(_, format)| format)
    }

    /// Of something whose name does not say it.
    fn of_content(head: &[u8], columns: &Columns<'_>) -> Self {
        if head.trim_ascii_start().starts_with(b"{") {
            Self::JsonLines
        } else if csv::begins_with_header(head, columns) {
            Self::Csv
        } else {
            Self::Text
        }
    }
}

/// What is known of a file before it is opened.
#[derive(Debug)]
struct Name {
    /// What it is called in messages.
    origin: String,
    /// The id of its article, if it is a text.
    id: String,
    packing: Option<Packing>,
    format: Option<Format>,
}

impl Name {
    fn of(path: &Path) -> Self {
        let extension = |path: &Path| Some(path.extension()?.to_str()?.to_owned());
        let packing = extension(path).and_then(|given| Packing::of_extension(&given));
        let unpacked = unpacked(path);
        Self {
            origin: path.display().to_string(),
            id: unpacked
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            packing,
            format: extension(&unpacked).and_then(|given| Format::of_extension(&given)),
        }
    }

    /// The path below the folder without its extensions, `/` between on every system.
    fn below(folder: &Path, path: &Path) -> Self {
        let below = unpacked(path).with_extension("");
        let below = below.strip_prefix(folder).unwrap_or(&below);
        let parts: Vec<_> = below
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        Self {
            id: parts.join("/"),
            ..Self::of(path)
        }
    }
}

/// The path without `.gz` or `.zst`.
fn unpacked(path: &Path) -> PathBuf {
    let extension = path.extension().and_then(|extension| extension.to_str());
    match extension.and_then(Packing::of_extension) {
        Some(_) => path.with_extension(""),
        None => path.to_owned(),
    }
}

/// Adds what a path that was named holds.
pub(super) fn read_path(
    path: &Path,
    options: &ReadOptions,
    gathered: &mut Gathered,
    progress: Progress<'_>,
) -> Result<(), Error> {
    let unreadable = |source| Error::Unreadable {
        path: path.to_owned(),
        source,
    };
    if std::fs::metadata(path).map_err(unreadable)?.is_dir() {
        return read_folder(path, options, gathered, progress);
    }
    let file = File::open(path).map_err(unreadable)?;
    if !gathered.is_new(path) {
        return Ok(());
    }
    heard(file, gathered, progress, |file, gathered| {
        read_stream(file, Name::of(path), options, gathered)
    })?
    .map_err(|stop| stop.at(path))
}

/// Reads from a stream that counts its bytes, unless the caller says stop.
fn heard<T>(
    stream: impl Read,
    gathered: &mut Gathered,
    progress: Progress<'_>,
    read: impl FnOnce(&mut dyn Read, &mut Gathered) -> T,
) -> Result<T, Error> {
    let mut stream = Listening::new(stream, Stage::Read, progress).from(gathered.bytes);
    let result = read(&mut stream, gathered);
    gathered.bytes = stream.done();
    if stream.stopped() {
        Err(Error::Cancelled)
    } else {
        Ok(result)
    }
}

/// Adds what standard input holds, whose format its first bytes tell.
pub(super) fn read_standard_input(
    options: &ReadOptions,
    gathered: &mut Gathered,
    progress: Progress<'_>,
) -> Result<(), Error> {
    let path = Path::new(STANDARD_INPUT);
    heard(
        io::stdin().lock(),
        gathered,
        progress,
        |stream, gathered| read_unnamed(stream, "standard input", options, gathered),
    )?
    .map_err(|stop| stop.at(path))
}

/// Adds what a stream without a name holds, called `origin`.
fn read_unnamed(
    mut stream: impl Read,
    origin: &str,
    options: &ReadOptions,
    gathered: &mut Gathered,
) -> Result<(), Stop> {
    let (head, packing) = packing(&mut stream)?;
    let name = Name {
        origin: origin.to_owned(),
        id: origin.to_owned(),
        packing,
        format: None,
    };
    read_packed(head.chain(stream), &name, options, gathered)
}

/// Adds what a file holds. A broken archive is skipped, with all that was read from it.
fn read_stream(
    mut stream: impl Read,
    mut name: Name,
    options: &ReadOptions,
    gathered: &mut Gathered,
) -> Result<(), Stop> {
    let (head, packing) = packing(&mut stream)?;
    name.packing = packing.or(name.packing);
    read_packed(head.chain(stream), &name, options, gathered)
}

/// Takes the first bytes, and says how they are packed.
fn packing(stream: &mut impl Read) -> io::Result<(io::Cursor<Vec<u8>>, Option<Packing>)> {
    let mut head = Vec::with_capacity(4);
    stream.take(4).read_to_end(&mut head)?;
    let packing = Packing::of_bytes(&head);
    Ok((io::Cursor::new(head), packing))
}

fn read_packed(
    stream: impl Read,
    name: &Name,
    options: &ReadOptions,
    gathered: &mut Gathered,
) -> Result<(), Stop> {
    let mark = gathered.mark();
    let reader: Box<dyn Read + '_> = match name.packing {
        None => Box::new(stream),
        Some(packing) => packing.unpack(stream),
    };
    match (read_content(reader, name, options, gathered), name.packing) {
        (Err(Stop::Io(error)), Some(packing)) => {
            gathered.roll_back(mark);
            let packing = packing.as_str();
            let reason = format!("broken {packing} archive, nothing of it is used: {error}");
            gathered.skip(&name.origin, None, reason);
            Ok(())
        }
        (result, _) => result,
    }
}

fn read_content(
    reader: Box<dyn Read + '_>,
    name: &Name,
    options: &ReadOptions,
    gathered: &mut Gathered,
) -> Result<(), Stop> {
    let reading = Reading {
        origin: &name.origin,
        options,
        columns: Columns::new(options),
    };
    let mut window = Window::new(reader)?;
    if let Some(problem) = encoding::foreign(window.unread()) {
        if options.encoding_errors == EncodingErrors::Fail {
            return Err(problem.into());
        }
        gathered.skip(&name.origin, None, problem.to_string());
        return Ok(());
    }
    let format = name
        .format
        .unwrap_or_else(|| Format::of_content(window.unread(), &reading.columns));
    gathered.with_columns |= format != Format::Text;
    match format {
        Format::Text => read_text(&mut window, &reading, &name.id, gathered),
        Format::JsonLines => jsonl::read(&mut window, &reading, gathered),
        Format::Csv => csv::read(&mut window, &reading, gathered),
    }
}

/// Adds the one article of a text file.
fn read_text(
    window: &mut Window<'_>,
    reading: &Reading<'_>,
    id: &str,
    gathered: &mut Gathered,
) -> Result<(), Stop> {
    let most = reading.options.most();
    window.fill(most.saturating_add(1))?;
    if window.unread().len() > most {
        gathered.skip(reading.origin, None, jsonl::too_long(most));
        return Ok(());
    }
    let errors = reading.options.encoding_errors;
    let text = encoding::to_text(window.unread(), reading.origin, window.offset(), errors);
    let (text, repaired) = match text {
        Ok(text) => text,
        Err(undecodable) => {
            return reading.skip_or_fail(undecodable, None, gathered);
        }
    };
    gathered.input.repaired.extend(repaired);
    // Two folders may each have a file of one name: the later one goes by its whole path.
    let id = if gathered.has(id) { reading.origin } else { id };
    let article = Article::new(id.to_owned(), text.into_owned());
    if let Err(earlier) = gathered.push(article, reading.origin, None) {
        gathered.skip(reading.origin, None, format!("read already as {earlier}"));
    }
    Ok(())
}

/// Adds the `.txt` files below a folder, packed or not, in the order of their paths.
fn read_folder(
    folder: &Path,
    options: &ReadOptions,
    gathered: &mut Gathered,
    progress: Progress<'_>,
) -> Result<(), Error> {
    let mut walk = Walk::default();
    walk.enter(folder, gathered)?;
    if walk.texts.is_empty() {
        let found = match walk.others {
            0 => "no files".to_owned(),
            1 => "1 other file".to_owned(),
            others => format!("{others} other files"),
        };
        return Err(Error::NoArticles {
            path: folder.to_owned(),
            found,
        });
    }
    walk.texts.sort_unstable();
    for path in walk.texts {
        if !gathered.is_new(&path) {
            continue;
        }
        let name = Name::below(folder, &path);
        let read = match File::open(&path) {
            Ok(file) => heard(file, gathered, progress, |file, gathered| {
                read_stream(file, name, options, gathered)
            })?,
            Err(error) => Err(Stop::Io(error)),
        };
        match read {
            Ok(()) => {}
            Err(stop @ Stop::Problem(_)) => return Err(stop.at(&path)),
            Err(Stop::Io(error)) => {
                let origin = path.display().to_string();
                gathered.skip(&origin, None, format!("cannot be read: {error}"));
            }
        }
    }
    Ok(())
}

/// The files below a folder.
#[derive(Debug, Default)]
struct Walk {
    texts: Vec<PathBuf>,
    others: usize,
    /// Folders by their real path: a link to a folder above must not go round for ever.
    entered: HashSet<PathBuf>,
}

impl Walk {
    fn enter(&mut self, folder: &Path, gathered: &mut Gathered) -> Result<(), Error> {
        let unreadable = |source| Error::Unreadable {
            path: folder.to_owned(),
            source,
        };
        if !self
            .entered
            .insert(folder.canonicalize().map_err(unreadable)?)
        {
            return Ok(());
        }
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.is_dir() {
                // A folder below that cannot be opened costs its own files only.
                if let Err(error) = self.enter(&path, gathered) {
                    gathered.skip(&path.display().to_string(), None, error.to_string());
                }
            } else if unpacked(&path)
                .extension()
                .is_some_and(|extension| extension.eq_ignore_ascii_case("txt"))
            {
                // Opening a named pipe would wait for somebody to write into it.
                if std::fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
                    let reason = "it is no regular file".to_owned();
                    gathered.skip(&path.display().to_string(), None, reason);
                } else {
                    self.texts.push(path);
                }
            } else {
                self.others += 1;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(path: &str) -> (String, Option<Packing>, Option<Format>) {
        let name = Name::of(Path::new(path));
        (name.id, name.packing, name.format)
    }

    #[test]
    fn a_name_tells_packing_and_format() {
        let (gzip, zstd) = (Some(Packing::Gzip), Some(Packing::Zstd));
        let (text, lines, csv) = (Format::Text, Format::JsonLines, Format::Csv);
        for (path, packing, format) in [
            ("x/story.txt", None, Some(text)),
            ("x/story.TXT.gz", gzip, Some(text)),
            ("story.jsonl", None, Some(lines)),
            ("story.ndjson.ZST", zstd, Some(lines)),
            ("story.tsv", None, Some(csv)),
            ("story.csv.gz", gzip, Some(csv)),
            ("story.md", None, None),
            ("story.gz", gzip, None),
            ("story", None, None),
        ] {
            assert_eq!(name(path), ("story".to_owned(), packing, format), "{path}");
        }
    }

    #[test]
    fn an_id_is_the_path_below_the_folder() {
        let id = |path: &str| Name::below(Path::new("x"), Path::new(path)).id;
        assert_eq!(id("x/a/story.v2.txt"), "a/story.v2");
        assert_eq!(id("x/a/story.v2.txt.gz"), "a/story.v2");
        assert_eq!(id("x/story.txt.zst"), "story");
    }

    #[test]
    fn a_stream_without_a_name_is_known_by_its_content() {
        for (content, ids) in [
            (
                &b"\xEF\xBB\xBF\n {\"id\": \"a\", \"text\": \"one\"}"[..],
                &["a"][..],
            ),
            (b"id\ttext\na\tone\nb\ttwo\n", &["a", "b"]),
            (b"id,text are words of this story.\n", &["feed"]),
            (b"One story.", &["feed"]),
        ] {
            let mut gathered = Gathered::default();
            read_unnamed(content, "feed", &ReadOptions::default(), &mut gathered).expect("memory");
            let found: Vec<_> = gathered.input.articles.iter().map(|a| &a.id).collect();
            assert_eq!(found, ids);
        }
    }
}
