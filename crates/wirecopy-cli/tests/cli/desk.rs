//! A folder of invented stories, and the program to run over it.

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A story of 60 words, 12 of them quoted.
pub(crate) const FERRY: &str = "The night ferry between Osterholm and Little Brenn will stop running in June, its \
    owner said on Monday, after two winters in which it carried fewer than forty passengers a crossing. The boat, \
    built in 1971, needs a new engine that would cost more than she is worth. \"I have asked three banks and a bishop \
    for the money,\" said the owner, Agda Fellmarch.";

/// The same story with some words changed.
pub(crate) const FERRY_EDITED: &str = "The night ferry between Osterholm and Little Brenn will cease running in \
    June, its owner said on Tuesday, after two winters in which it carried fewer than forty passengers a crossing. \
    The boat, built in 1971, needs a new engine that would cost far more than she is worth. \"I have asked three banks \
    and a bishop for the money,\" said the owner, Agda Fellmarch.";

/// A story that shares nothing with the others.
pub(crate) const ORCHARD: &str = "Growers around Tamsin Vale picked the last plums of the season this week and called \
    the harvest the heaviest since the frost year. Baskets stood three deep along the lane to the cider house, where a \
    queue of carts had formed before sunrise.";

/// What the program did.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Gives standard output as one JSON document.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }
}

/// Makes a command that sees no terminal and no preferences of whoever runs the tests.
pub(crate) fn program<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wirecopy"));
    command.args(arguments).stdin(Stdio::null());
    for variable in ["COLUMNS", "NO_COLOR", "TERM", "RAYON_NUM_THREADS"] {
        command.env_remove(variable);
    }
    command
}

/// Runs a command to its end.
pub(crate) fn finish(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        status: output.status.code().expect("no signal ends the program"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the program.
pub(crate) fn wirecopy<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Run {
    finish(&mut program(arguments))
}

/// Runs the program with something on its standard input.
pub(crate) fn wirecopy_reading<S: AsRef<OsStr>>(
    input: &str,
    arguments: impl IntoIterator<Item = S>,
) -> Run {
    let mut command = program(arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let written = child.stdin.take().unwrap().write_all(input.as_bytes());
    // A program that refuses its flags may have ended before it read anything.
    if let Err(error) = written {
        assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe, "{error}");
    }
    let output = child.wait_with_output().unwrap();
    Run {
        status: output.status.code().expect("no signal ends the program"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder that goes away after the test.
#[derive(Debug)]
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Gives a folder with a story, an edit of it and another story.
    pub(crate) fn with_stories() -> Self {
        let desk = Self::empty();
        desk.file("ferry.txt", FERRY);
        desk.file("ferry-edited.txt", FERRY_EDITED);
        desk.file("orchard.txt", ORCHARD);
        desk
    }

    /// Writes a file and gives its path.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs `check` on the folder with these flags.
    pub(crate) fn check(&self, flags: &[&str]) -> Run {
        finish(program(["check"]).args(flags).arg(self.path()))
    }
}

/// The sample of the project.
pub(crate) fn newsroom() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/newsroom")
}

/// A JSON line of a record.
pub(crate) fn record(id: &str, text: &str) -> String {
    serde_json::json!({"id": id, "text": text}).to_string() + "\n"
}
