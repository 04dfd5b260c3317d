"""Wrong arguments: the exception is a built-in one, and its message names the argument, the row and the remedy."""

import re
from typing import Any

import pytest

import wirecopy as wc

TEXT = "Bread will cost more from Friday."


@pytest.mark.parametrize(
    ("row", "kind", "message"),
    [
        pytest.param(2.5, TypeError, 'articles[1]: expected str or a mapping with "text", found float', id="float"),
        pytest.param([TEXT], TypeError, 'articles[1]: expected str or a mapping with "text", found list', id="list"),
        pytest.param(b"Bread", TypeError, "found bytes; decode it first", id="bytes"),
        pytest.param(None, ValueError, 'articles[1]: expected str or a mapping with "text", found None', id="None"),
        pytest.param(float("nan"), ValueError, "articles[1]: expected str or a mapping", id="NaN"),
        pytest.param({"id": 3}, ValueError, "articles[1]: expected the key 'text', found 'id'", id="no text"),
        pytest.param({}, ValueError, "articles[1]: expected the key 'text', found no keys at all", id="no keys"),
        pytest.param({"text": None}, ValueError, 'articles[1]["text"]: expected str, found None', id="text is None"),
        pytest.param({"text": 5}, TypeError, 'articles[1]["text"]: expected str, found int', id="text is int"),
        pytest.param(
            {"text": b"x"}, TypeError, 'articles[1]["text"]: expected str, found bytes; decode', id="bytes text"
        ),
        pytest.param(
            {"text": TEXT, "title": ["Bread"]}, TypeError, 'articles[1]["title"]: expected str, a number', id="title"
        ),
        pytest.param({"text": TEXT, "date": b"2031"}, TypeError, 'articles[1]["date"]: expected str', id="date"),
        pytest.param({"text": TEXT, "source": {}}, TypeError, 'articles[1]["source"]: expected str', id="source"),
        pytest.param({"text": TEXT, "id": (1, 2)}, TypeError, "a date or None, found tuple", id="id is tuple"),
        pytest.param({"text": TEXT, "id": int}, TypeError, "a date or None, found type", id="id is type"),
        pytest.param({"text": TEXT, "id": b"7"}, TypeError, "found bytes; decode it first", id="id is bytes"),
    ],
)
def test_a_bad_row_is_named(row: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=re.escape(message)):
        wc.check([{"text": TEXT}, row])


def test_the_keys_of_a_row_without_text_are_named_up_to_20() -> None:
    with pytest.raises(ValueError, match=r"found 'bodies', 'headline'$"):
        wc.check([{"bodies": TEXT, "headline": "Bread"}])
    with pytest.raises(ValueError, match=r"'19', …$"):
        wc.check([{str(number): TEXT for number in range(1000)}])


@pytest.mark.parametrize("name", ["NA", "NaT"])
def test_missing_values_of_pandas_are_missing(name: str) -> None:
    missing = getattr(pytest.importorskip("pandas"), name)

    with pytest.raises(ValueError, match=re.escape("articles[1]: expected str or a mapping")):
        wc.check([TEXT, missing])
    assert wc.check([{"text": TEXT, "source": missing, "date": missing}]).articles == 1


@pytest.mark.parametrize(
    ("articles", "found"),
    [
        pytest.param(TEXT, "found str; put it into a list", id="str"),
        pytest.param(b"Bread", "found bytes; decode it first", id="bytes"),
        pytest.param({"text": TEXT}, "found dict; put one article into a list", id="dict"),
        pytest.param(7, "found int", id="int"),
        pytest.param(None, "found NoneType", id="None"),
    ],
)
def test_something_that_is_no_list_of_articles_is_refused(articles: Any, found: str) -> None:
    with pytest.raises(TypeError, match=f"^articles: expected a list.* of articles, {found}"):
        wc.check(articles)


def test_a_frame_of_somebody_else_is_refused_with_the_remedy() -> None:
    class DataFrame:
        columns = ("text",)

        def __iter__(self) -> Any:
            return iter(self.columns)

    with pytest.raises(TypeError, match="found DataFrame; make a pandas or a polars frame of it"):
        wc.check(DataFrame())  # type: ignore[arg-type]


def test_duplicate_ids_name_both_rows() -> None:
    articles: list[dict[str, Any]] = [{"id": "a", "text": TEXT}, {"id": 7, "text": TEXT}, {"id": "7", "text": TEXT}]

    with pytest.raises(ValueError, match=re.escape("articles[2]: duplicate id `7`, articles[1] has it too")):
        wc.check(articles)


def test_ids_are_given_to_all_articles_or_to_none() -> None:
    with pytest.raises(ValueError, match=re.escape("articles[1]: found no id, but articles[0] has one")):
        wc.check([{"id": "a", "text": TEXT}, {"text": TEXT}])


def test_what_the_iterable_raises_comes_through() -> None:
    def rows() -> Any:
        yield TEXT
        raise LookupError("the feed ended early")

    with pytest.raises(LookupError, match="the feed ended early"):
        wc.check(rows())


@pytest.mark.parametrize(
    ("parameter", "value", "kind", "message"),
    [
        ("threads", 0, ValueError, "threads: `0`, expected a whole number from 1 to 1024"),
        ("threads", -1, ValueError, "threads: `-1`, expected"),
        pytest.param("threads", 10**5000, ValueError, "threads: `a number too long to print`", id="threads-huge"),
        ("threads", 1.5, TypeError, "threads: expected int, found float"),
        ("threads", True, TypeError, "threads: expected int, found bool"),
        ("min_prose_words", -1, ValueError, "min_prose_words: `-1`, expected 0 or more"),
        ("min_prose_words", "12", TypeError, "min_prose_words: expected int, found str"),
        ("near_duplicate_share", 1.5, ValueError, "`near_duplicate_share` is `1.5`"),
        ("contained_share", -0.1, ValueError, "`contained_share` is `-0.1`"),
        ("shared_quotes_part", float("nan"), ValueError, "`shared_quotes_part` is `NaN`"),
        ("contained_share", "0.8", TypeError, "contained_share"),
        ("contained_share", None, TypeError, "contained_share"),
    ],
)
def test_a_parameter_out_of_range_is_named(parameter: str, value: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=re.escape(message)):
        wc.check([TEXT], **{parameter: value})
    with pytest.raises(kind, match=re.escape(message)):
        wc.compare(TEXT, TEXT, **{parameter: value})


def test_a_probability_out_of_range_is_named() -> None:
    with pytest.raises(ValueError, match=re.escape("`min_probability` is `1.5`")):
        wc.check([TEXT], min_probability=1.5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "text_b: expected str, found None"),
        (5, "text_b: expected str, found int"),
        ({"text": TEXT}, "text_b: expected str, found dict"),
        (b"Bread", "text_b: expected str, found bytes; decode it first"),
    ],
)
def test_compare_takes_texts_only(text: Any, message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(message)):
        wc.compare(TEXT, text)


def test_options_are_given_by_name() -> None:
    with pytest.raises(TypeError, match="positional"):
        wc.check([TEXT], 2)  # type: ignore[call-arg]
