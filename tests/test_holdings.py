"""Articles held in memory give the report of a check against the same articles."""

import gzip
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import wirecopy as wc

WIRE = (
    "The night ferry to Saint Olave ran aground on Tuesday. Divers found three breaches below the waterline, each wide "
    "enough to put an arm through. Repairs begin on Monday."
)
BLOG = (
    "My cousin crosses every week. Divers found three breaches below the waterline, each wide enough to put an arm "
    "through. Nobody at the pier wants to say when the boats will be back."
)
MILL = "The old mill by the river will reopen as a library in spring, the council said."


def test_held_articles_give_the_report_of_old_ones() -> None:
    held = wc.Holdings([WIRE, MILL])

    assert (len(held), repr(held)) == (2, "Holdings of 2 articles")
    assert repr(wc.Holdings([MILL])) == "Holdings of 1 article"
    report = wc.check([BLOG, MILL], against=held)
    # Stories in other words are not looked for among what is held.
    wanted = wc.check([BLOG, MILL], against=[WIRE, MILL]).pairs.to_dicts()
    assert report.pairs.to_dicts() == [pair for pair in wanted if pair["relation"] != "same_story"]
    assert (report.articles, report.against) == (2, 2)
    assert report.pairs["a"] == ["against/1", "against/0"]
    assert held.check([BLOG, MILL]) == report
    # It may be asked again, with other parameters.
    assert len(held.check([BLOG], min_prose_words=100).pairs) == 0
    assert len(held.check([BLOG], threads=2).pairs) == 1
    assert held.check([{"story": BLOG}], text="story").pairs == held.check([BLOG]).pairs


def test_held_articles_may_come_in_any_form_and_keep_their_ids() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"post": [1, 2, 3], "caption": [WIRE, MILL, None]})
    held = wc.Holdings(frame, text="caption", id="post")

    assert len(held) == 2
    assert held.skipped["id"] == ["3"]
    assert held.skipped["reason"][0].startswith("row 2 has no text: found ")
    pairs = wc.check([{"id": 7, "text": BLOG}, {"id": 2, "text": MILL}], against=held).pairs
    assert sorted(zip(pairs["a"], pairs["b"], strict=True), key=str) == [("against/2", 2), (1, 7)]
    assert held.check([{"id": 7, "text": BLOG}]).pairs.to_pandas()["a"].dtype == "int64"
    held.add([{"id": 7, "text": BLOG}])
    assert held.check([{"id": 8, "text": BLOG}]).pairs["a"] == [7]
    held.add([{"id": "mill", "text": MILL + " Nobody knows when."}])
    assert held.check([{"id": 8, "text": MILL + " Nobody knows."}]).pairs["a"] == [2, "mill"]


def test_what_is_wrong_with_held_articles_is_told_once() -> None:
    held = wc.Holdings([{"id": "wire", "text": WIRE, "date": "soon"}, {"id": "empty", "text": "…"}])

    assert held.skipped["id"] == ["empty"]
    assert held.warnings["id"] == ["wire"]
    report = held.check([BLOG])
    assert len(report.skipped) == len(report.warnings) == 0
    assert (report.articles, report.against) == (1, 1)


def test_bad_input_is_refused_as_by_check() -> None:
    with pytest.raises(ValueError, match="duplicate id `a`"):
        wc.Holdings([{"id": "a", "text": WIRE}, {"id": "a", "text": MILL}])
    with pytest.raises(TypeError, match="articles: expected"):
        wc.Holdings(7)  # type: ignore[arg-type]
    held = wc.Holdings([WIRE])
    with pytest.raises(ValueError, match="contained_share"):
        wc.check([BLOG], against=held, contained_share=2)
    with pytest.raises(ValueError, match="give it to `Holdings`"):
        wc.check([BLOG], against=held, furniture=wc.FurnitureTable.learn([WIRE]))
    with pytest.raises(ValueError, match="duplicate id `0`"):
        held.add([BLOG])
    assert len(held) == 1
    assert len(wc.Holdings([])) == 0
    assert len(wc.check([WIRE, BLOG], against=wc.Holdings([])).pairs) == 1


def test_furniture_that_is_known_is_that_of_all() -> None:
    pitch = "All the best of our newsroom on your table every weekday morning before the kettle boils."
    game = "Two goalkeepers saved one penalty each before rain ended the match at dusk, level at one goal each."
    farm = "Farmers of the valley sold more cheese abroad last year than ever before, and want to sell more."
    pages = [{"source": "Herald", "text": f"{pitch}\n\n{story}"} for story in (WIRE, game, farm)]
    table = wc.FurnitureTable.learn(pages)
    old = {"id": "old", "source": "Herald", "text": f"{pitch}\n\nRain ended the match at dusk."}
    new = {"id": "new", "source": "Herald", "text": f"{pitch}\n\nNobody bid for the lighthouse this winter."}

    assert len(wc.Holdings([old]).check([new]).pairs) == 1
    report = wc.Holdings([old], furniture=table).check([new])

    assert len(report.pairs) == 0
    assert report.ignored["id"] == ["new"]


def test_held_articles_may_be_asked_and_added_to_by_many_threads() -> None:
    held = wc.Holdings([{"id": "wire", "text": WIRE}])
    posts = [{"id": f"post{number}", "text": f"Word number {number}. {BLOG}"} for number in range(16)]

    def ask(post: dict[str, str]) -> list[str]:
        found: list[str] = held.check([post]).pairs["a"]
        held.add([post])
        return found

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(ask, posts))

    assert all("wire" in ids for ids in found)
    assert len(held) == 17
    assert len(held.check([{"id": "more", "text": BLOG}]).pairs) > 1


def test_real_articles_that_are_held_give_the_pairs_of_old_ones() -> None:
    root = Path(__file__).resolve().parent.parent
    corpus = Path(os.environ.get("WIRECOPY_DATA", root / "../shared/data")) / "reuters21578"
    files = sorted(corpus.glob("*.jsonl.gz"))
    if not files:
        pytest.skip(f"no corpus at {corpus}")
    with gzip.open(files[0], "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(2_000), strict=False)]
    articles = [{"id": row["id"], "text": row["text"], "source": str(n)} for n, row in enumerate(rows)]
    old, new = articles[:-200], articles[-200:]

    report = wc.Holdings(old).check(new)

    assert len(report.pairs) > 0
    wanted = wc.check(new, against=old).pairs.to_dicts()
    assert report.pairs.to_dicts() == [pair for pair in wanted if pair["relation"] != "same_story"]
