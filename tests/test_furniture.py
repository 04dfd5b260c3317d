"""Page furniture that was learnt from some articles and is known in others."""

import pickle
from pathlib import Path

import pytest

import wirecopy as wc

PITCH = "All the best of our newsroom on your table before the kettle boils."
STORIES = (
    "The old mill by the river will reopen as a library in spring, the council said.",
    "Two goalkeepers saved one penalty each before rain ended the match at dusk.",
    "Farmers of the valley sold more cheese abroad last year than ever before.",
)
PAGES = [{"source": "Herald", "text": f"{story}\n\n{PITCH}"} for story in STORIES]
TODAY = f"Nobody bid for the lighthouse, so its keeper keeps it for another winter.\n\n{PITCH}"


@pytest.fixture(name="table")
def learnt_table() -> wc.FurnitureTable:
    return wc.FurnitureTable.learn(PAGES)


def test_one_article_has_no_furniture_until_a_table_knows_it(table: wc.FurnitureTable) -> None:
    articles = [{"id": "old", "source": "Herald", "text": PAGES[0]["text"]}, {"id": "new", "text": TODAY}]

    assert wc.check(articles).pairs["relation"] == ["partial_reuse"]
    report = wc.check(articles, furniture=table)
    assert len(report.pairs) == 0
    shown = {row["id"]: articles[row["id"] == "new"]["text"][row["start"] : row["end"]] for row in report.ignored}
    assert shown == {"old": PITCH.rstrip("."), "new": PITCH.rstrip(".")}
    against = wc.check(articles[1:], against=articles[:1], furniture=table)
    assert len(against.pairs) == 0


def test_the_furniture_of_one_outlet_is_none_of_another(table: wc.FurnitureTable) -> None:
    bell = "Ring the harbour bell twice if you can read this line."
    of_wharf = wc.FurnitureTable.learn([{"source": "Wharf", "text": f"{story}\n\n{bell}"} for story in STORIES])
    both = table | of_wharf
    articles = [{"source": "Wharf", "text": PAGES[0]["text"]}, {"source": "Wharf", "text": TODAY}]

    assert list(both.sources) == ["Herald", "Wharf"]
    assert len(both) == len(table) + len(of_wharf)
    assert wc.check(articles, furniture=both).pairs["relation"] == ["partial_reuse"]
    assert len(wc.check(articles, furniture=table).pairs) == 0, "of a source that nobody knows, all runs count"


def test_columns_may_have_other_names() -> None:
    pages = [{"outlet_name": page["source"], "caption": page["text"]} for page in PAGES]

    table = wc.FurnitureTable.learn(pages, text="caption", source="outlet_name")

    assert table == wc.FurnitureTable.learn(PAGES)
    assert wc.FurnitureTable.learn([page["text"] for page in PAGES]).sources == {"": len(table)}


def test_a_table_can_be_saved_and_pickled(table: wc.FurnitureTable, tmp_path: Path) -> None:
    path = tmp_path / "outlets.furniture"
    table.save(path)

    assert wc.FurnitureTable.load(path) == table == pickle.loads(pickle.dumps(table))
    assert wc.FurnitureTable.learn([]) != table
    with pytest.raises(FileExistsError, match="overwrite=True"):
        table.save(path)
    table.save(path, overwrite=True)

    whole = path.read_bytes()
    path.write_bytes(whole[:-3])
    with pytest.raises(ValueError, match=r"furniture table.*cut short"):
        wc.FurnitureTable.load(path)
    path.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
    with pytest.raises(ValueError, match="damaged"):
        wc.FurnitureTable.load(path)
    wc.Bm25().fit(["The mill burnt."]).save(path, overwrite=True)
    with pytest.raises(ValueError, match="holds a `bm25`, expected a `pagefurn`"):
        wc.FurnitureTable.load(path)
    with pytest.raises(FileNotFoundError):
        wc.FurnitureTable.load(tmp_path / "nowhere")


def test_what_is_no_table_is_refused(table: wc.FurnitureTable) -> None:
    with pytest.raises(TypeError, match=r"furniture: expected FurnitureTable, found str; load it"):
        wc.check([TODAY], furniture="outlets.furniture")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"furniture: expected FurnitureTable, found dict"):
        wc.compare(TODAY, TODAY, furniture={})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"FurnitureTable\.learn"):
        wc.FurnitureTable()
    with pytest.raises(TypeError):
        table | {}  # type: ignore[operator]
    with pytest.raises(TypeError, match="unhashable"):
        hash(table)
