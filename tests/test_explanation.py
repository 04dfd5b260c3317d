"""Explanations, later versions, common sources, and the graph of passages."""

import json
import pickle

import pytest

import wirecopy as wc

LIFTED = "Divers found three breaches below the waterline, each wide enough to put an arm through."
OTHER = "The harbour board wants to sell both cranes, and nobody on the quay knows who would buy them."
STORY = f"The ferry ran aground on Tuesday, the third time this year. {LIFTED} {OTHER}"


def dated(id: object, day: int, text: str) -> dict[str, object]:
    return {"id": id, "date": f"2018-06-0{day}", "text": text}


def test_the_fields_of_an_explanation_are_those_of_the_pair() -> None:
    report = wc.check([dated("wire", 1, STORY), dated("blog", 2, f"Good morning, readers. {LIFTED} More at noon.")])
    (pair,) = report.pairs

    fields = report.explain("blog", "wire").to_dict()

    assert fields.pop("passages") == len(report.passages) == 1
    assert fields == pair
    assert json.loads(report.explain("wire", "blog").to_json()) == report.explain("wire", "blog").to_dict()


def test_ids_of_any_type_are_found_and_given_back() -> None:
    articles = [
        dated(7, 1, STORY),
        dated(12, 2, f"Good morning, readers. {LIFTED} More at noon."),
        dated(3, 3, f"{LIFTED} My cousin crosses every week, and she was late."),
    ]
    report = wc.check(articles)

    fields = report.explain(12, 3).to_dict()

    assert (fields["a"], fields["b"], fields["common_source"]) == (12, 3, 7)
    assert set(report.pairs["common_source"]) == {None, 7}
    assert "Common source: 7 holds at least 80 %" in str(report.explain(3, 12))
    assert json.loads(report.explain(12, 3).to_json())["common_source"] == 7
    assert set(report.reuse["id"]) == {7, 12, 3}


@pytest.mark.parametrize("ids", [("wire", "nobody"), ("wire", "wire"), (1, 2)])
def test_a_pair_that_is_not_listed_is_refused_by_name(ids: tuple[object, object]) -> None:
    report = wc.check([dated("wire", 1, STORY), dated("blog", 2, LIFTED)])

    with pytest.raises(KeyError, match="no pair of"):
        report.explain(*ids)


def test_a_revision_says_what_was_added_and_removed_in_characters() -> None:
    first = STORY.replace("three", "două") + " Çıra’s crew is safe."
    second = f"UPDATE 1-{first.replace('două', 'patru')} Repairs begin on Monday."
    report = wc.check([dated("first", 1, first), dated("second", 2, second)])
    (pair,) = report.pairs
    revision = pair["revision"]

    assert revision["later"] == "b"
    added = [second[part["start"] : part["end"]] for part in revision["added"]]
    removed = [first[part["start"] : part["end"]] for part in revision["removed"]]
    assert added == ["UPDATE 1", "patru", "Repairs begin on Monday"]
    assert removed == ["două"]
    assert (revision["added_words"], revision["removed_words"]) == (7, 1)
    both = wc.compare(first, second)
    assert both.revision is not None
    assert both.revision["added"] == revision["added"]
    assert "b is a later version of a, 7 words added, 1 word removed" in str(both.explain())
    assert both.explain().to_dict()["revision"] == both.revision


def test_columns_that_may_be_missing_have_one_type_in_frames() -> None:
    polars = pytest.importorskip("polars")
    first, second = STORY, f"UPDATE 1-{STORY} Repairs begin on Monday."
    some = wc.check([dated("first", 1, first), dated("second", 2, second)]).pairs
    none = some[:0]

    assert some.to_polars()["revision"].struct.field("later").to_list() == ["b"]
    assert some.to_polars().schema == none.to_polars().schema
    assert polars.concat([none.to_polars(), some.to_polars()]).equals(some.to_polars())
    frame = some.to_pandas()
    assert frame["revision"][0]["added_words"] == some[0]["revision"]["added_words"]
    assert frame["common_source"].tolist() == [None]


def test_passages_count_the_other_articles_that_have_them() -> None:
    beginnings = ("Good morning.", "Nets and paint cost more.", "I crossed.")
    texts = [f"{beginning} {LIFTED} That is all." for beginning in beginnings]
    report = wc.check([*texts, texts[0]])

    assert len(report.passages) == 3
    # Four articles have it: the two of each pair, and two others.
    assert set(report.passages["also_in"]) == {2}
    assert wc.compare(*texts[:2]).passages["also_in"] == [0]


def test_the_graph_joins_nothing_through_an_article() -> None:
    networkx = pytest.importorskip("networkx")
    report = wc.check(
        [
            dated("a", 1, f"The ferry ran aground on Tuesday. {LIFTED}"),
            dated("b", 2, f"{LIFTED} Bread costs more than last year. {OTHER}"),
            dated("c", 3, f"{OTHER} The mayor was on holiday when it was said."),
            dated("d", 4, f"{LIFTED} My cousin crosses every week, and she was late."),
        ]
    )

    rows = {(row["passage"], row["id"]): row["role"] for row in report.reuse}
    assert rows == {
        (0, "a"): "source",
        (0, "b"): "taker",
        (0, "d"): "taker",
        (1, "b"): "source",
        (1, "c"): "taker",
    }
    graph = report.reuse.to_networkx()
    components = networkx.weakly_connected_components(graph)
    parts = [{node[0] for node in part if isinstance(node, tuple)} for part in components]
    assert sorted(map(sorted, parts)) == [["a", "b", "d"], ["b", "c"]]
    assert networkx.has_path(graph, ("a", 0), ("d", 0))
    assert not networkx.has_path(graph, ("a", 0), ("c", 1))
    assert graph.nodes[0]["text"] == LIFTED


def test_identical_articles_share_a_passage_that_is_the_whole_text() -> None:
    report = wc.check([STORY, STORY, STORY])

    assert report.reuse["id"] == ["0", "1", "2"]
    assert report.reuse["passage"] == [0, 0, 0]
    assert report.reuse["start"] == [None, None, None]
    assert report.reuse.to_networkx().number_of_nodes() == 4


def test_explanations_and_graphs_can_be_pickled_and_compared() -> None:
    report = wc.check([dated("wire", 1, STORY), dated("blog", 2, LIFTED)])
    explanation = report.explain("wire", "blog")

    assert pickle.loads(pickle.dumps(explanation)) == explanation
    assert repr(explanation) == "Explanation of 'wire' and 'blog': contained"
    assert pickle.loads(pickle.dumps(report.reuse)) == report.reuse
    assert type(pickle.loads(pickle.dumps(report.reuse))) is wc.ReuseGraph
