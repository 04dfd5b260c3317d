//! The corpora, which lie outside the repository.

use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;

/// Returns where `name` lies, or says that the test is skipped.
pub(crate) fn corpus(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("WIRECOPY_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = folder.join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: no {}", path.display());
    None
}

/// Returns the text of a corpus, unpacked if it is packed, or says that the test is skipped.
pub(crate) fn read(name: &str) -> Option<String> {
    let path = corpus(name)?;
    let bytes = std::fs::read(&path).unwrap();
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        GzDecoder::new(&bytes[..])
            .read_to_string(&mut text)
            .unwrap();
    } else {
        text.push_str(std::str::from_utf8(&bytes).unwrap());
    }
    Some(text)
}
