"""Makes src/word_class_table.rs: what characters beyond ASCII mean to the word rules of UAX #29.

    python3 tools/word_class.py ~/.cargo/registry/src/*/unicode-segmentation-1.13.3/src/tables.rs > src/word_class_table.rs

From the tables of the crate unicode-segmentation, which takes over where a character is not simple; a test compares
the two for every character.
"""

import re
import sys
from pathlib import Path

CHAR = r"'(?:\\u\{([0-9a-f]+)\}|\\?(.))'"


def ranges(source: str, name: str) -> list[tuple[int, int, str]]:
    body = re.search(rf"const {name}: [^=]*= &\[(.*?)\];", source, re.S)[1]
    found = []
    for a, b, c, d, value in re.findall(rf"\(\s*{CHAR},\s*{CHAR}(?:,\s*(\w+))?\s*\)", body):
        first, last = (int(code, 16) if code else ord(plain) for code, plain in ((a, b), (c, d)))
        found.append((first, last, value))
    return found


def main(path: Path) -> None:
    source = path.read_text("utf-8")
    alphanumeric = set()
    for name in ("Alphabetic_table", "N_table"):
        for first, last, _ in ranges(source, name):
            alphanumeric.update(range(first, last + 1))
    words = {}
    for first, last, value in ranges(source, "word_cat_table"):
        words.update(dict.fromkeys(range(first, last + 1), value.removeprefix("WC_")))
    pictographs = set()
    for first, last, value in ranges(source, "emoji_cat_table"):
        if value == "EC_Extended_Pictographic":
            pictographs.update(range(first, last + 1))

    def simple(code: int) -> str:
        value, is_alphanumeric = words.get(code, "Any"), code in alphanumeric
        if value in ("ALetter", "Numeric", "Katakana") and is_alphanumeric:
            return {"ALetter": "Letter", "Numeric": "Digit", "Katakana": "Katakana"}[value]
        if value in ("MidLetter", "MidNum", "MidNumLet") and not is_alphanumeric:
            return value
        if value == "Extend":
            return "Extend"
        # The zero width space is a boundary by the standard, and dirt to us.
        if value == "Any" and code != 0x200B:
            if not is_alphanumeric:
                return "Other"
            if code not in pictographs:
                return "Alone"
        return "Complex"

    runs: list[list] = []
    for code in range(0x80, 0x10000):
        value = "Complex" if 0xD800 <= code < 0xE000 else simple(code)
        if runs and runs[-1][2] == value:
            runs[-1][1] = code
        else:
            runs.append([code, code, value])
    print("//! What characters mean to the word rules. Made by `tools/word_class.py`: do not edit.")
    print()
    print(
        "use crate::word_class::Wide::{\n    self, Alone, Complex, Digit, Extend, Katakana, Letter, MidLetter, MidNum, MidNumLet,\n};"
    )
    print()
    print(
        "/// The first and last code point of each run of one class, from U+0080 to U+FFFF, without those of `Other`."
    )
    print("#[rustfmt::skip]")
    print("pub(crate) const RANGES: &[(u16, u16, Wide)] = &[")
    rows = [f"(0x{first:x}, 0x{last:x}, {value})," for first, last, value in runs if value != "Other"]
    for at in range(0, len(rows), 4):
        print("    " + " ".join(rows[at : at + 4]))
    print("];")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
