"""Which articles answer a query."""

import operator
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, Self, SupportsFloat, SupportsIndex, TypeAlias

from . import _articles, _core, _files
from ._analyzer import Analyzer, _choice, _of_type
from ._table import Table
from ._types import Articles, Name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Variant: TypeAlias = Literal["lucene", "okapi"]

_NAMES = ("text", "id", "title", "date", "source", "url")


class Bm25:
    """Rank articles by how well they answer a query (BM25).

    The score of an article is the sum, over the terms of the query, of
    ``idf * tf / (tf + k1 * (1 - b + b * length / average_length))``: `tf` is how often the term stands in the article,
    and a length is a number of terms. A term that stands twice in the query counts twice. With `n` articles, of which
    `df` hold the term, `idf` is ``ln(1 + (n - df + 0.5) / (df + 0.5))`` for `lucene`, and for `okapi`
    ``ln((n - df + 0.5) / (df + 0.5))``, or 0 where that is negative.

    Parameters
    ----------
    k1 : float
        How soon more of a term counts no more, 0 or more.
    b : float
        How much a long article counts less, 0 to 1.
    variant : {"lucene", "okapi"}
        How rare terms are weighed: as Lucene does, never negative and never 0; or as in the paper of Robertson and
        Zaragoza (2009), where a term of more than half of the articles counts nothing.
    analyzer : Analyzer, optional
        What articles and queries are cut into. The default is ``Analyzer()``: all words, in a form in which capitals
        make no difference.
    language : str, optional
        Instead of an analyser: the language of articles and queries, whose stop words are left out and whose endings
        are taken off. ``"en"`` stands for ``Analyzer(language="en", stop_words="language", stemming="current")``.
    threads : int, optional
        How many threads work; as many as this process may use processors, if not given. The results are the same for
        any number.

    Raises
    ------
    TypeError
        When an option is of another type.
    ValueError
        When an option is out of range, or there are both an analyser and a language.

    Notes
    -----
    Scores of `lucene` are those of bm25s with ``method="lucene"`` for the same tokens, but for the rounding of its
    32-bit floats. `BM25Okapi` of rank_bm25 multiplies by ``k1 + 1``, which changes no order, and raises a negative
    `idf` to a quarter of the mean instead of to 0.

    Unlike theirs, `search` gives no article that holds none of the terms, and so fewer than `k` rows at times.

    Examples
    --------
    >>> import wirecopy as wc
    >>> bm25 = wc.Bm25(language="en").fit(["The mill burnt down.", "Two new mills were built.", "Ships at the wharf"])
    >>> bm25.search("who burnt the mill", k=2)
    Table: 2 rows, 3 columns
    row  id  score
      0  0   0.654
      1  1   0.153
    """

    def __init__(
        self,
        *,
        k1: SupportsFloat = 1.5,
        b: SupportsFloat = 0.75,
        variant: Variant = "lucene",
        analyzer: Analyzer | None = None,
        language: str | None = None,
        threads: SupportsIndex | None = None,
    ) -> None:
        self._k1 = _number("k1", k1)
        self._b = _number("b", b)
        if not 0 <= self.k1 < float("inf"):
            raise ValueError(f"k1: `{k1}`, expected a number of at least 0")
        if not 0 <= self.b <= 1:
            raise ValueError(f"b: `{b}`, expected a number from 0 to 1")
        self._variant: Variant = variant
        _choice("variant", variant, Variant)
        self.threads = threads
        if analyzer is not None:
            if language is not None:
                raise ValueError("language: does not go with an analyzer, which has its own; leave one of them out")
            self._analyzer: Analyzer = _of_type("analyzer", analyzer, Analyzer)
        elif language is not None:
            self._analyzer = Analyzer(language=language, stop_words="language", stemming="current")
        else:
            self._analyzer = Analyzer()
        self._index: _core.Bm25Index | None = None

    # What an index was made with cannot be set: its scores would be those of something else.

    @property
    def k1(self) -> float:
        """How soon more of a term counts no more."""
        return self._k1

    @property
    def b(self) -> float:
        """How much a long article counts less."""
        return self._b

    @property
    def variant(self) -> Variant:
        """How rare terms are weighed."""
        return self._variant

    @property
    def analyzer(self) -> Analyzer:
        """What articles and queries are cut into."""
        return self._analyzer

    def get_params(self) -> dict[str, Any]:
        """Give the options by name: ``Bm25(**bm25.get_params())`` is one like it without articles.

        Returns
        -------
        dict
            `k1`, `b`, `variant`, `analyzer` and `threads`.
        """
        return {name: getattr(self, name) for name in ("k1", "b", "variant", "analyzer", "threads")}

    def __len__(self) -> int:
        """Give the number of articles that can be found: 0 before `fit`."""
        return 0 if self._index is None else len(self._index)

    def __bool__(self) -> bool:
        # It is there, whatever it holds.
        return True

    def fit(self, articles: Articles, *, text: Name | None = None, id: Name | None = None) -> Self:
        """Take articles in, in the place of those before.

        Ctrl-C ends it, and other Python threads run while it works.

        Parameters
        ----------
        articles : list or other iterable of str or of mappings, frame, Series, or array
            The articles, as `wirecopy.check` takes them. Rows of a frame or Series that have no text are left out.
        text, id : str or other hashable, optional
            The columns or the keys; else found by the usual names, as in `wirecopy.check`.

        Returns
        -------
        Bm25
            This one.

        Raises
        ------
        TypeError
            When the articles or a row is of a type that is no text.
        ValueError
            When a column is not there, a row of something else than a frame has no text, or no article has a term.
        KeyboardInterrupt
            When somebody presses Ctrl-C.

        Examples
        --------
        >>> import wirecopy as wc
        >>> wc.Bm25().fit([{"id": "a", "text": "The mill burnt."}, {"id": "b", "text": "Ships"}]).search("mill")["id"]
        ['a']
        """
        names = dict.fromkeys(_NAMES) | {"text": text, "id": id}
        rows, columns = _articles.taken(articles, names)
        if columns is not None:
            columns = {field: column for field, column in columns.items() if field in ("text", "id")}
        self._index = _core.Bm25Index.fit(
            rows,
            columns=columns,
            names=names,
            options=f'{{"analyzer": {self.analyzer.to_json()}}}',
            variant=self.variant,
            k1=self.k1,
            b=self.b,
            threads=self.threads,
        )
        return self

    def search(self, query: str | Iterable[str], k: SupportsIndex = 10) -> Table:
        """Find the articles that answer a query best.

        Parameters
        ----------
        query : str or iterable of str
            The query, cut as the articles were; or many of them, which go to all threads.
        k : int
            How many articles to give at most for each query.

        Returns
        -------
        Table
            The best articles first, of equal ones the first. Columns: `row` (of the input, from 0), `id` (as it was
            given, or the row as text, as in `wirecopy.check`) and `score`, above 0. For many queries `query` comes
            before them, its number from 0; a query without an answer has no row.

        Raises
        ------
        TypeError
            When the query is no text.
        ValueError
            When nothing has been fitted, or `k` is negative.
        KeyboardInterrupt
            When somebody presses Ctrl-C.

        Examples
        --------
        >>> import wirecopy as wc
        >>> bm25 = wc.Bm25().fit(["the mill burnt", "the old mill stood", "a ship"])
        >>> bm25.search(["burnt mill", "zeppelin", "ship"])
        Table: 3 rows, 4 columns
        query  row  id  score
            0    0  0   0.580
            0    1  1   0.163
            2    2  2   0.462
        """
        index = self._fitted()
        single = isinstance(query, str)
        queries: list[str] = [query] if isinstance(query, str) else _queries(query)
        numbers, rows, ids, scores = index.search(queries, k=k, threads=1 if single else self.threads)
        columns = {"row": rows, "id": ids, "score": scores}
        return Table(columns if single else {"query": numbers, **columns})

    def scores(self, query: str) -> "NDArray[np.float64]":
        """Give the score of every row. Needs NumPy.

        Parameters
        ----------
        query : str
            The query.

        Returns
        -------
        ndarray
            One score for each row of the input: 0 for an article that holds no term of the query, and for a row of a
            frame that has no text.

        Raises
        ------
        TypeError
            When the query is no str.
        ValueError
            When nothing has been fitted.

        Examples
        --------
        >>> import wirecopy as wc
        >>> wc.Bm25().fit(["the mill burnt", "the old mill stood", "a ship"]).scores("mill").round(2).tolist()
        [0.19, 0.16, 0.0]
        """
        import numpy as np

        return np.asarray(self._fitted().scores(query))

    def __repr__(self) -> str:
        options: dict[str, Any] = {"k1": self.k1, "b": self.b, "variant": self.variant, "analyzer": self.analyzer}
        defaults = {"k1": 1.5, "b": 0.75, "variant": "lucene", "analyzer": Analyzer()}
        if self.threads is not None:
            options["threads"] = self.threads
        given = (f"{name}={value!r}" for name, value in options.items() if value != defaults.get(name))
        return f"Bm25({', '.join(given)})"

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write the options and the articles' terms to a file, which Rust reads too; their texts are not in it.

        Parameters
        ----------
        path : str or path-like
            Where to.
        overwrite : bool
            Whether a file that is there may be replaced.

        Raises
        ------
        ValueError
            When nothing has been fitted, or an id is neither a str nor a number; a pickle holds any.
        FileExistsError
            When the file exists and `overwrite` is not given.
        OSError
            When it cannot be written.

        Examples
        --------
        >>> import os, tempfile
        >>> import wirecopy as wc
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = os.path.join(folder, "mills.bm25")
        ...     wc.Bm25(k1=2).fit(["The mill burnt.", "A ship"]).save(path)
        ...     wc.Bm25.load(path).search("mill")["row"]
        [0]
        """
        import json  # not with the package: few need it

        index = self._fitted()
        ids = index.ids()
        for number, each in enumerate(ids or ()):
            if type(each) not in (str, int, float):
                raise ValueError(
                    f"id: found {each!r} in row {index.rows()[number]}, expected str, int or float; give such ids, or "
                    "pickle the Bm25"
                )
        rows = index.rows()
        parameters = {
            "threads": None if self.threads is None else operator.index(self.threads),
            # Mostly each row is an article.
            "rows": None if len(rows) == index.length else rows,
            "length": index.length,
            "ids": ids,
        }
        _files.write(path, index.to_bytes(parameters=json.dumps(parameters)), overwrite=overwrite)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read what `save` wrote, or what Rust wrote.

        Parameters
        ----------
        path : str or path-like
            The file.

        Returns
        -------
        Bm25
            With the options and the articles of the file.

        Raises
        ------
        ValueError
            When the file is damaged, cut short, newer than this package, or holds something else.
        OSError
            When it cannot be read.
        """
        import json

        index, written = _core.Bm25Index.from_bytes(_files.read(path))
        options = json.loads(index.options)
        terms = options["terms"]
        if terms["analyzer"] is None or tuple(terms["ngrams"]) != (1, 1):
            raise ValueError(
                "the file holds an index without an analyzer, or with n-grams beside it, which only Rust uses"
            )
        loaded = cls(
            k1=options["k1"],
            b=options["b"],
            variant=options["variant"],
            analyzer=Analyzer._of(json.dumps(terms["analyzer"])),
        )
        if written is not None:
            parameters = json.loads(written)
            loaded.threads = parameters["threads"]
            rows = range(parameters["length"]) if parameters["rows"] is None else parameters["rows"]
            index = index.labelled(rows=list(rows), length=parameters["length"], ids=parameters["ids"])
        loaded._index = index
        return loaded

    def __getstate__(self) -> dict[str, Any]:
        index = self._index
        if index is None:
            return vars(self)
        labels = {"rows": index.rows(), "length": index.length, "ids": index.ids()}
        return {**vars(self), "_index": (index.to_bytes(), labels)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        if state["_index"] is not None:
            content, labels = state["_index"]
            self._index = _core.Bm25Index.from_bytes(content)[0].labelled(**labels)

    def _fitted(self) -> _core.Bm25Index:
        if self._index is None:
            raise ValueError("this Bm25 has no articles to search; call fit first")
        return self._index


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool | str) or not hasattr(value, "__float__"):
        raise TypeError(f"{name}: expected float, found {type(value).__name__}")
    return float(value)


def _queries(query: Any) -> list[Any]:
    try:
        return list(query)
    except TypeError:
        raise TypeError(f"query: expected str or a list of str, found {type(query).__name__}") from None
