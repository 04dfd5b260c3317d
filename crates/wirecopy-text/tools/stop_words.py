"""Makes src/stop_words/*.txt from the lists of Snowball and of Stopwords ISO.

    python3 tools/stop_words.py SNOWBALL_WEBSITE STOPWORDS_ISO_JSON

SNOWBALL_WEBSITE is a checkout of https://github.com/snowballstem/snowball-website (made with a5c23fc of 2026-08-21,
BSD-3-Clause); STOPWORDS_ISO_JSON is stopwords-iso.json of https://github.com/stopwords-iso/stopwords-iso (made with
the copy in the crate stop-words 0.10.1, MIT). Snowball's lists are made of function words and are taken where there is
one. Of the others, entries that are not a single word of letters in the script of the language are left out: they are
punctuation, phrases, or words in a broken encoding.
"""

import json
import sys
import unicodedata
from pathlib import Path

SNOWBALL = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french", "ga": "irish",
    "hu": "hungarian", "id": "indonesian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ru": "russian", "st": "sesotho", "sv": "swedish",
}  # fmt: skip
LATIN = "abcdefghijklmnopqrstuvwxyz"
# What a word may be made of: letters of the language, or the name of its script.
ISO = {
    "ar": "ARABIC", "ca": LATIN + "àçèéíïòóúü·", "cs": LATIN + "áčďéěíňóřšťúůýž", "el": "GREEK",
    "eo": LATIN + "ĉĝĥĵŝŭ", "et": LATIN + "äõöüšž", "eu": LATIN + "ñç", "fa": "ARABIC", "hi": "DEVANAGARI",
    "hy": "ARMENIAN", "ja": ("HIRAGANA", "KATAKANA", "CJK"), "lt": LATIN + "ąčęėįšųūž", "pl": LATIN + "ąćęłńóśźż",
    "ro": LATIN + "ăâîșțşţ", "th": "THAI", "tr": LATIN + "âçğıiîöşüû\u0307", "uk": "CYRILLIC", "zh": "CJK",
}  # fmt: skip


def snowball(text: str) -> set[str]:
    words = set()
    for line in text.splitlines():
        words.update(line.split("|")[0].split())
    return words


def belongs(word: str, letters: str | tuple[str, ...]) -> bool:
    if isinstance(letters, str) and letters.startswith(LATIN):
        return all(c in letters or c in "'’" for c in word)
    names = (letters,) if isinstance(letters, str) else letters
    # An apostrophe stands in Ukrainian words, a joiner in Persian ones.
    return all(unicodedata.name(c, "").startswith(names) or c in "'’\u200c" for c in word) and any(
        unicodedata.category(c) == "Lo" or c.islower() for c in word
    )


def main(website: Path, iso: Path) -> None:
    target = Path(__file__).parent.parent / "src" / "stop_words"
    lists = {code: snowball((website / "algorithms" / name / "stop.txt").read_text("utf-8"))
             for code, name in SNOWBALL.items()}  # fmt: skip
    published = json.loads(iso.read_text("utf-8"))
    for code, letters in ISO.items():
        lists[code] = {word for word in published[code] if belongs(word, letters)}
        print(code, len(lists[code]), "of", len(published[code]), file=sys.stderr)
    for code, words in sorted(lists.items()):
        words = sorted({unicodedata.normalize("NFC", word.replace("’", "'")) for word in words})
        (target / f"{code}.txt").write_text("\n".join(words) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
