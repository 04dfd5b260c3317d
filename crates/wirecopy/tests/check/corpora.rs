//! The corpora that some tests read, in the folder that `WIRECOPY_DATA` names.

use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;

/// Returns what `name` holds, or says that the test is skipped.
#[expect(clippy::print_stdout, reason = "a test that skips itself says so")]
pub(crate) fn read(name: &str) -> Option<String> {
    let folder = std::env::var_os("WIRECOPY_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = folder.join(name);
    if !path.exists() {
        println!("skipped: no {}", path.display());
        return None;
    }
    let bytes = std::fs::read(&path).expect("the corpus is readable");
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        GzDecoder::new(&bytes[..])
            .read_to_string(&mut text)
            .expect("the corpus is as its description says");
    } else {
        text = String::from_utf8_lossy(&bytes).into_owned();
    }
    Some(text)
}
