//! Where data goes: standard output, or a file that is there whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Enough that a system call costs nothing beside what it carries.
const BUFFER: usize = 1 << 16;

/// So many names are tried for the file that becomes the target; more are taken only if something else is wrong.
const MOST_ATTEMPTS: u32 = 100;

/// Where data goes.
#[derive(Debug)]
pub(crate) enum Target {
    StandardOutput,
    /// A file that is not there yet.
    New(PathBuf),
    /// A file that gives way.
    Old(PathBuf),
    /// A device or a pipe, which is written to and never replaced.
    Stream(PathBuf),
}

impl Target {
    /// Looks whether a file may be written, before any work is done for it. One that is to be read is never replaced.
    pub(crate) fn file(path: &Path, force: bool, inputs: &[PathBuf]) -> Result<Self, Failure> {
        if inputs.iter().any(|input| holds(input, path)) {
            let path = path.to_owned();
            return Err(Failure::TargetIsInput { path });
        }
        let failure = |source| Failure::Target {
            path: path.to_owned(),
            source,
        };
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => Err(failure(io::ErrorKind::IsADirectory.into())),
            Ok(found) if !found.is_file() => Ok(Self::Stream(path.to_owned())),
            Ok(_) if !force => Err(Failure::TargetExists {
                path: path.to_owned(),
            }),
            // Of a link, what it leads to is replaced.
            Ok(_) => Ok(Self::Old(path.canonicalize().map_err(failure)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::metadata(folder(path)).map_err(failure)?;
                Ok(Self::New(path.to_owned()))
            }
            Err(error) => Err(failure(error)),
        }
    }

    /// Lets `write` put out the data.
    ///
    /// A reader of standard output that has seen enough (`| head -1`) closed the pipe, which is no failure: the rest is
    /// not written and nothing is said. A file comes to be under another name and gets its own when it is whole and on
    /// the disk; whatever fails before leaves the old one as it was.
    pub(crate) fn write(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let failure = |path: &Path| {
            let path = path.to_owned();
            move |source| Failure::Target { path, source }
        };
        match self {
            Self::StandardOutput => match buffered(io::stdout().lock(), write) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                result => result.map(drop).map_err(Failure::Output),
            },
            Self::Stream(path) => OpenOptions::new()
                .write(true)
                .open(path)
                .and_then(|stream| buffered(stream, write).map(drop))
                .map_err(failure(path)),
            Self::New(path) => match Partial::write(path, write).and_then(|file| file.add(path)) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    Err(Failure::TargetExists { path: path.clone() })
                }
                result => result.map_err(failure(path)),
            },
            Self::Old(path) => Partial::write(path, write)
                .and_then(|file| file.replace(path))
                .map_err(failure(path)),
        }
    }
}

/// Writes through a buffer and gives back what it writes to.
fn buffered<W: Write>(
    inner: W,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<W> {
    let mut out = BufWriter::with_capacity(BUFFER, inner);
    match write(&mut out).and_then(|()| out.flush()) {
        Ok(()) => out.into_inner().map_err(io::IntoInnerError::into_error),
        Err(error) => {
            // What is left in the buffer would be tried once more when it is dropped.
            let _unwritten = out.into_parts();
            Err(error)
        }
    }
}

/// Whether an input is the file that a path leads to, or a folder whose texts it is among.
fn holds(input: &Path, path: &Path) -> bool {
    let (Ok(input), Ok(target)) = (input.canonicalize(), path.canonicalize()) else {
        return false;
    };
    let is_text = || {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let name = name.to_ascii_lowercase();
        [".txt", ".txt.gz", ".txt.zst"]
            .iter()
            .any(|end| name.ends_with(end))
    };
    target.is_file() && (input == target || (target.starts_with(&input) && is_text()))
}

/// The folder of a file.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// A whole file that has not got its name yet. It goes away unless it gets it.
#[derive(Debug)]
struct Partial {
    path: PathBuf,
}

impl Drop for Partial {
    fn drop(&mut self) {
        // After a rename there is nothing to remove.
        let _ = fs::remove_file(&self.path);
    }
}

impl Partial {
    /// Writes a file beside the target: only within one file system is a new name a matter of one step.
    fn write(
        target: &Path,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<Self> {
        let (partial, file) = Self::create(folder(target))?;
        buffered(file, write)?.sync_all()?;
        Ok(partial)
    }

    fn create(folder: &Path) -> io::Result<(Self, File)> {
        let mut attempt = 0;
        loop {
            let path = folder.join(format!(
                ".wirecopy-{}-{attempt}.partial",
                std::process::id()
            ));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Err(error)
                    if error.kind() == io::ErrorKind::AlreadyExists && attempt < MOST_ATTEMPTS =>
                {
                    attempt += 1;
                }
                result => return result.map(|file| (Self { path }, file)),
            }
        }
    }

    /// Gives it a name that nobody has; unlike a rename, a link fails where somebody was faster.
    fn add(self, target: &Path) -> io::Result<()> {
        match fs::hard_link(&self.path, target) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                // Some file systems know no links.
                if target.symlink_metadata().is_ok() {
                    return Err(io::ErrorKind::AlreadyExists.into());
                }
                fs::rename(&self.path, target)
            }
            result => result,
        }
    }

    /// Takes the name, and the rights, of the old file.
    fn replace(self, target: &Path) -> io::Result<()> {
        if let Ok(old) = fs::metadata(target) {
            fs::set_permissions(&self.path, old.permissions())?;
        }
        fs::rename(&self.path, target)
    }
}
