//! The Python that is at hand, asked about every character: what `\w` is, and what `str.lower` makes of it.
//!
//! The interpreter is `$PYTHON`, or `python3`. What Unicode 14 had not assigned yet is left out: our table is that of
//! `CPython` 3.11, and newer ones know more characters.

use std::process::Command;

use regex::Regex;
use wirecopy_text::{Analyzer, Case, Normalization, Scratch, TokenKind, is_python_word};

/// Prints, for each character but NUL and surrogates, whether it is `\w`, and its forms in lower case; the fields are
/// parted by NUL.
const QUESTION: &str = r"
import re, sys
word = re.compile(r'\w').match
def fields(c):
    yield '1' if word(c) else '0'
    for form in (c, 'aΣ' + c, 'aΣ' + c + 'a', c + 'Σ'):
        yield form.lower()
codes = (code for code in range(1, sys.maxunicode + 1) if not 0xd800 <= code < 0xe000)
answer = '\0'.join(field for code in codes for field in fields(chr(code)))
sys.stdout.buffer.write(answer.encode())
";

/// The same forms: a character alone, and where it decides how the sigma beside it ends.
fn forms(c: char) -> [String; 4] {
    [
        c.to_string(),
        format!("aΣ{c}"),
        format!("aΣ{c}a"),
        format!("{c}Σ"),
    ]
}

/// Returns the lines of `text` in lower case, as the analyser has them that does what scikit-learn does.
fn lowered(text: &str) -> Vec<String> {
    let analyzer = Analyzer::new()
        .with_tokens(TokenKind::Pattern(r"[^\n]+".to_owned()))
        .with_normalization(Normalization::None)
        .with_case(Case::Lower)
        .with_fold_punctuation(false);
    let mut lines = Vec::new();
    analyzer
        .build()
        .unwrap()
        .for_each(text, &mut Scratch::new(), |line, _, _| {
            lines.push(line.to_owned());
        })
        .unwrap();
    lines
}

/// Beside these a sigma ends in another way since a version above 14 took them out of the cased letters or out of the
/// marks that are looked through; which way is right depends on the Python.
const SIGMA_SINCE: [char; 2] = ['\u{295}', '\u{1171e}'];

#[test]
fn word_characters_and_lower_case_are_the_running_pythons() {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let answer = match Command::new(&python)
        .args(["-X", "utf8", "-c", QUESTION])
        .output()
    {
        Ok(answer) => answer,
        Err(error) => {
            println!("skipped: `{python}` does not start: {error}");
            return;
        }
    };
    let complaint = String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success(), "{python}: {complaint}");
    let answer = String::from_utf8(answer.stdout).unwrap();
    let fields: Vec<&str> = answer.split('\0').collect();

    let known = Regex::new(r"\A\p{Age=14.0}\z").unwrap();
    let chars: Vec<char> = ('\u{1}'..=char::MAX).collect();
    assert_eq!(
        fields.len(),
        chars.len() * 5,
        "not an answer for each character"
    );
    let mut problems = Vec::new();
    let (mut compared, mut text, mut expected) = (0, String::new(), Vec::new());
    let mut buffer = [0; 4];
    for (&c, fields) in chars.iter().zip(fields.chunks(5)) {
        // The line feed parts the lines below, and is the same in any case.
        if c == '\n' || !known.is_match(c.encode_utf8(&mut buffer)) {
            continue;
        }
        compared += 1;
        if is_python_word(c) != (fields[0] == "1") {
            problems.push(format!("U+{:04X}: \\w is {}", u32::from(c), fields[0]));
        }
        for (form, &lower) in forms(c).iter().zip(&fields[1..]) {
            text.push_str(form);
            text.push('\n');
            expected.push((c, lower));
        }
    }
    // The characters of Unicode 14, those for private use, 65 controls and 66 that will never be one; but for NUL and
    // the line feed.
    assert_eq!(compared, 144_697 + 137_468 + 65 + 66 - 2);
    let found = lowered(&text);
    assert_eq!(found.len(), expected.len());
    for ((c, expected), found) in expected.into_iter().zip(found) {
        if found != expected
            && !(SIGMA_SINCE.contains(&c) && found.replace('ς', "σ") == expected.replace('ς', "σ"))
        {
            problems.push(format!(
                "U+{:04X}: {expected:?}, found {found:?}",
                u32::from(c)
            ));
        }
    }
    assert!(
        problems.is_empty(),
        "{} problems\n{}",
        problems.len(),
        problems.join("\n")
    );
}
