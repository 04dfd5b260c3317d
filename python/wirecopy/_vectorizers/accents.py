"""Texts without their accents, as `strip_accents=` of the vectorisers has it."""

import unicodedata


def without_accents(text: str) -> str:
    """Take the combining marks of every class off, after compatibility decomposition."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def ascii_only(text: str) -> str:
    """Keep what is ASCII after compatibility decomposition, and drop the rest."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
