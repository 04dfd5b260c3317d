"""Makes src/python_word.rs: which characters are `\\w` to Python's `re`.

    python3.11 tools/python_word.py > src/python_word.rs

To `re` a character of a `str` is `\\w` when `str.isalnum` says so, and `_` is. Made with CPython 3.11 (Unicode 14.0.0):
newer ones add characters that 14.0 had not assigned.
"""

import re
import sys
import unicodedata

WORD = re.compile(r"\w")


def main() -> None:
    assert unicodedata.unidata_version == "14.0.0", "run it with Python 3.11"
    ranges: list[list[int]] = []
    for code in range(sys.maxunicode + 1):
        if not WORD.match(chr(code)):
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    print("//! What `\\w` means to Python's `re`. Made by `tools/python_word.py`: do not edit.")
    print()
    print("/// The first and last code point of each run of `\\w`, in `CPython` 3.11 (Unicode 14.0).")
    print("#[rustfmt::skip]")
    print("pub(crate) const RANGES: &[(u32, u32)] = &[")
    for at in range(0, len(ranges), 5):
        print("    " + " ".join(f"(0x{first:x}, 0x{last:x})," for first, last in ranges[at : at + 5]))
    print("];")


if __name__ == "__main__":
    main()
