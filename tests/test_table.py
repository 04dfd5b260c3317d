"""`wirecopy.Table`: rows, columns, frames, and how it looks."""

import copy
import pickle
import sys
from typing import Any

import pytest

import wirecopy as wc

SHARED = (
    "Divers who went down at low tide found three breaches below the waterline, each wide enough to put an arm "
    "through, and marked them with yellow paint."
)
TOWNS = wc.Table({"town": ["Orrin", "Tessary", "Saint Olave"], "ferries": [3, 1, 0], "share": [0.5, 0.25, 1.0]})


def tables(texts: list[str], ids: list[Any] | None = None) -> list[wc.Table]:
    """All tables of a report."""
    ids = ids or [str(number) for number in range(len(texts))]
    report = wc.check({"id": id, "text": text} for id, text in zip(ids, texts, strict=True))
    return [report.pairs, report.passages, report.clusters, report.skipped]


def test_iteration_gives_dicts() -> None:
    assert len(TOWNS) == 3
    assert list(TOWNS) == TOWNS.to_dicts()
    assert next(iter(TOWNS)) == {"town": "Orrin", "ferries": 3, "share": 0.5}


def test_iteration_over_many_rows_gives_each_once() -> None:
    assert [row["n"] for row in wc.Table({"n": range(5000)})] == list(range(5000))


def test_keys_give_columns_rows_and_tables() -> None:
    assert TOWNS.columns == ["town", "ferries", "share"]
    assert TOWNS["ferries"] == [3, 1, 0]
    assert TOWNS[1] == {"town": "Tessary", "ferries": 1, "share": 0.25}
    assert TOWNS[-1]["town"] == "Saint Olave"
    assert TOWNS[1:]["town"] == ["Tessary", "Saint Olave"]
    assert TOWNS[::-2]["town"] == ["Saint Olave", "Orrin"]
    assert len(TOWNS[5:2]) == 0
    assert TOWNS[5:2].columns == TOWNS.columns
    assert TOWNS[:] == TOWNS


def test_numbers_of_numpy_are_rows() -> None:
    numpy = pytest.importorskip("numpy")

    assert TOWNS[numpy.int64(2)] == TOWNS[2]


def test_a_key_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="no column 'boats'; the columns are town, ferries, share"):
        TOWNS["boats"]
    with pytest.raises(IndexError, match="no row 3 in a table of 3"):
        TOWNS[3]
    with pytest.raises(IndexError, match="no row -4 in a table of 3"):
        TOWNS[-4]
    with pytest.raises(TypeError, match="found float"):
        TOWNS[1.0]  # type: ignore[call-overload]


def test_columns_have_one_length() -> None:
    with pytest.raises(ValueError, match="expected lists of one length"):
        wc.Table({"a": [1], "b": [1, 2]})


def test_tables_are_equal_when_names_and_values_are() -> None:
    assert wc.Table({"a": [1, 2]}) == wc.Table({"a": (1, 2)})
    assert wc.Table({"a": [1, 2]}) != wc.Table({"a": [1, 3]})
    assert wc.Table({"a": [1, 2]}) != wc.Table({"b": [1, 2]})
    assert wc.Table({"a": [1], "b": [2]}) != wc.Table({"b": [2], "a": [1]})
    assert wc.Table({"a": []}) != []


def test_tables_can_be_pickled_and_copied() -> None:
    pairs = wc.check(["The ferry sank.", "the ferry SANK", "Bread."]).pairs

    for table in (TOWNS, pairs):
        assert pickle.loads(pickle.dumps(table)) == table
        assert copy.copy(table) == copy.deepcopy(table) == table


def test_only_what_is_looked_at_is_taken() -> None:
    taken: list[tuple[str, int, int]] = []

    class Spy:
        names = ("a", "b")
        types = ("str", "str")

        def __len__(self) -> int:
            return 300_000

        def column(self, name: str, start: int, stop: int) -> list[Any]:
            taken.append((name, start, stop))
            return [name] * (stop - start)

    table = wc.Table(Spy())  # type: ignore[arg-type]
    assert len(table) == 300_000
    assert not taken

    repr(table)
    table._repr_html_()
    assert table[7] == {"a": "a", "b": "b"}
    next(iter(table))
    assert max(stop - start for _, start, stop in taken) <= 1024

    taken.clear()
    assert len(table["b"]) == len(table["b"]) == 300_000
    assert taken == [("b", 0, 300_000)]


def test_pandas_gets_every_column_and_row() -> None:
    pytest.importorskip("pandas")
    report = wc.check(["The ferry sank.", "the ferry SANK", "Bread."])

    frame = report.pairs.to_pandas()

    assert list(frame.columns) == report.pairs.columns
    # What is no number is NaN in a column of numbers.
    assert frame.astype(object).where(frame.notna(), None).to_dict("records") == report.pairs.to_dicts()
    assert report.passages.to_pandas().shape == (0, 16)


def test_polars_gets_every_column_and_row() -> None:
    pytest.importorskip("polars")

    for table in (TOWNS, *tables(["The ferry sank.", "the ferry SANK", "Bread.", "", SHARED, f"{SHARED} Bread."])):
        frame = table.to_polars()
        assert frame.columns == table.columns
        assert frame.to_dicts() == table.to_dicts()


@pytest.mark.parametrize("ids", [["a", "b", "c"], [1, 2, 3]])
def test_a_column_has_its_type_without_rows_too(ids: list[Any]) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    full = tables([SHARED, f"{SHARED} Bread.", SHARED.replace("yellow", "blue"), ""], [*ids, ids[0] * 9])
    empty = tables(["Bread.", "Ferry."], ids[:2])

    for some, none in zip(full, empty, strict=True):
        assert len(some)
        assert not len(none)
        assert some.to_polars().schema == none[:].to_polars().schema
        assert polars.concat([none.to_polars(), some.to_polars()]).equals(some.to_polars())
        if "edits" not in some.columns:
            assert pandas.concat([none.to_pandas(), some.to_pandas()]).dtypes.equals(some.to_pandas().dtypes)
        assert list(none.to_pandas().dtypes[:1]) == list(some.to_pandas().dtypes[:1])


def test_values_of_several_types_become_text_in_polars() -> None:
    pytest.importorskip("polars")

    assert wc.Table({"id": [7, "x7", None]}).to_polars()["id"].to_list() == ["7", "x7", None]
    assert wc.Table({"n": [1, None, 3]}).to_polars()["n"].to_list() == [1, None, 3]


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_without_a_package_the_remedy_is_named(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # What Python does with a name that it finds there is what it does with a package that is not installed.
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(ImportError, match=f"pip install {package}"):
        getattr(TOWNS, f"to_{package}")()


def test_a_short_table_is_shown_whole() -> None:
    assert repr(TOWNS).splitlines() == [
        "Table: 3 rows, 3 columns",
        "town         ferries  share",
        "Orrin              3  0.500",
        "Tessary            1  0.250",
        "Saint Olave        0  1.000",
    ]


def test_an_empty_table_shows_its_columns() -> None:
    assert repr(wc.check([]).skipped) == "Table: 0 rows, 3 columns\norigin  line  reason"
    assert repr(wc.Table({})) == "Table: 0 rows, 0 columns"


def test_a_long_table_shows_its_first_rows() -> None:
    text = repr(wc.Table({"n": range(300_000)}))

    assert text.startswith("Table: 300,000 rows, 1 column\n")
    assert text.endswith("… and 299,990 more")
    assert len(text.splitlines()) == 13


def test_a_wide_table_names_the_columns_that_find_no_room() -> None:
    text = repr(wc.Table({f"column {number}": ["word " * 9] for number in range(9)}))

    assert max(map(len, text.splitlines())) <= 100
    assert text.endswith("not shown: column 3, column 4, column 5, column 6, column 7, column 8")


def test_cells_stay_in_their_line() -> None:
    odd = wc.Table(
        {"text": ["two\nlines", "\u202edcba", "\x1b[31mred", "東京タワーは東京都港区芝公園にある"], "n": [1, 2, 3, 4]}
    )

    assert repr(odd).splitlines()[1:] == [
        "text                     n",
        "two lines                1",
        "\\u202edcba               2",
        "\\x1b[31mred              3",
        "東京タワーは東京都港区…  4",
    ]


def test_lists_are_shown_short() -> None:
    table = wc.Table({"reasons": [["one", "two"]], "edits": [[{"kind": "deleted"}]], "none": [None]})

    assert repr(table).splitlines()[1:] == ["reasons   edits  none", "one; two  [1]    None"]


def test_of_a_huge_cell_only_the_beginning_is_looked_at() -> None:
    class Watched(str):
        longest = 0

        def split(self, *_: object) -> list[str]:  # type: ignore[override]
            raise AssertionError("the whole text was split")

    for huge in (Watched("word " * 10_000), "\n" * 100_000, "\u0301" * 100_000):
        for shown in (repr(wc.Table({"text": [huge]})), wc.Table({"text": [huge]})._repr_html_()):
            assert "…" in shown
            assert len(shown) < 10_000
