"""What is asked of single texts and words."""

from . import _core
from ._table import Table
from ._types import Edition


def sentences(text: str) -> Table:
    """Find the sentences of a text.

    By Unicode's rules (UAX #29), with what news needs: titles and initials (``Mr.``, ``U.S.``) end no sentence, nor
    does a newline that merely wraps a paragraph; blank lines, headings and list items end one.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    Table
        One row for each sentence, without the white space around it. Columns: `start` and `end` (in characters, so that
        ``text[start:end]`` is the sentence) and `text`.

    Raises
    ------
    TypeError
        When the text is no str.

    Examples
    --------
    >>> import wirecopy as wc
    >>> wc.sentences("Mr. Ito left the U.S. Senate at 9 a.m. on Monday. “Enough!” he said.")["text"]
    ['Mr. Ito left the U.S. Senate at 9 a.m. on Monday.', '“Enough!” he said.']
    """
    return _table(_core.sentences(text))


def quotations(text: str) -> Table:
    """Find what stands between quotation marks: straight and curly ones, guillemets, German, Chinese and Japanese.

    A quotation that runs over paragraphs and reopens in each is one row for each paragraph. Apostrophes and inches are
    no quotations.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    Table
        One row for each quotation, its marks included. Columns: `start` and `end` (in characters, so that
        ``text[start:end]`` is the quotation) and `text`.

    Raises
    ------
    TypeError
        When the text is no str.

    Examples
    --------
    >>> import wirecopy as wc
    >>> table = wc.quotations('“It’s gone,” she said. The 5" pipe had burst, a "sad day" for all.')
    >>> table["text"]
    ['“It’s gone,”', '"sad day"']
    >>> table[0]["start"], table[0]["end"]
    (0, 12)
    """
    return _table(_core.quotations(text))


def _table(columns: tuple[list[int], list[int], list[str]]) -> Table:
    return Table(dict(zip(("start", "end", "text"), columns, strict=True)))


def stem(word: str, *, language: str, edition: Edition = "current") -> str:
    """Take the endings off a word, by Snowball.

    Parameters
    ----------
    word : str
        The word, in lower case.
    language : str
        Its language: a code of ISO 639 (``"en"``, ``"eng"``) or the English name.
    edition : {"current", "classic"}
        Today's algorithms; or those of 2018 for 18 languages, to go on with a corpus that was stemmed with them.

    Returns
    -------
    str
        The stem. It need be no word.

    Raises
    ------
    TypeError
        When the word, the language or the edition is no str.
    ValueError
        When the language or the edition is not known, or the edition has no stemmer for the language.

    Examples
    --------
    >>> import wirecopy as wc
    >>> wc.stem("burning", language="en")
    'burn'
    >>> wc.stem("gereden", language="nl"), wc.stem("gereden", language="nl", edition="classic")
    ('reed', 'gered')
    """
    return _core.stem(word, language=language, edition=edition)


def stop_words(language: str) -> list[str]:
    """Give the words of a language that say little about a text.

    Snowball's lists, which hold function words only, and for languages that have none those of Stopwords ISO, which are
    longer.

    Parameters
    ----------
    language : str
        A code of ISO 639 (``"en"``, ``"eng"``) or the English name.

    Returns
    -------
    list of str
        The words in lower case, sorted; the list is yours.

    Raises
    ------
    TypeError
        When the language is no str.
    ValueError
        When the language is not known, or has no list.

    Examples
    --------
    >>> import wirecopy as wc
    >>> words = wc.stop_words("en")
    >>> "the" in words, "harbour" in words
    (True, False)
    """
    return _core.stop_words(language)


def detect_language(text: str) -> str | None:
    """Say which language a text is most likely written in.

    Parameters
    ----------
    text : str
        The text; a few sentences are enough, and a tenth of a second reads half a million characters.

    Returns
    -------
    str or None
        The code of ISO 639-1, such as ``"en"``; None when the text has no letters, or only those of a script that no
        known language is written in.

    Raises
    ------
    TypeError
        When the text is no str.

    Examples
    --------
    >>> import wirecopy as wc
    >>> wc.detect_language("Die alte Mühle am Fluss ist in der Nacht abgebrannt.")
    'de'
    >>> print(wc.detect_language("1841"))
    None
    """
    return _core.detect_language(text)
