"""Makes src/python_newer.rs: which characters newer Pythons see otherwise than Python 3.11.

    python3.11 -m pip install unicodedata2
    python3.11 tools/python_newer.py > src/python_newer.rs

Whether a character is `\\w`, its compatibility decomposition and its combining class, in the Unicode of CPython 3.11
(14.0.0) and in that of unicodedata2. What has another lower case is a letter that 14.0 had not assigned, and so in the
table too. Until it is made again it covers the Pythons up to that version; a test in `tests/` says when one is newer.
"""

import sys
import unicodedata

import unicodedata2


def seen(tables: object, character: str) -> tuple[object, ...]:
    is_number = any(getattr(tables, kind)(character, None) is not None for kind in ("decimal", "digit", "numeric"))
    is_word = is_number or tables.category(character).startswith("L")
    return is_word, tables.normalize("NFKD", character), tables.combining(character)


def main() -> None:
    assert unicodedata.unidata_version == "14.0.0", "run it with Python 3.11"
    ranges: list[list[int]] = []
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if 0xD800 <= code < 0xE000 or seen(unicodedata, character) == seen(unicodedata2, character):
            continue
        assert unicodedata.category(character) == "Cn", hex(code)
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    newest = unicodedata2.unidata_version.removesuffix(".0")
    print(
        "//! What became a letter, a number or a mark after Unicode 14.0. Made by `tools/python_newer.py`: do not edit."
    )
    print()
    print(f"/// The first and last code point of each run that is another thing in Unicode {newest} than in 14.0.")
    print("#[rustfmt::skip]")
    print("pub(crate) const RANGES: &[(u32, u32)] = &[")
    for at in range(0, len(ranges), 5):
        print("    " + " ".join(f"(0x{first:x}, 0x{last:x})," for first, last in ranges[at : at + 5]))
    print("];")


if __name__ == "__main__":
    main()
