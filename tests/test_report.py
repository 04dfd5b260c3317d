"""`wirecopy.Report`: the same content as tables, as JSON and in a pickle."""

import copy
import inspect
import json
import pickle

import pytest

import wirecopy as wc
from wirecopy import _core

SHARED = (
    "Divers who went down at low tide found three breaches below the waterline, each wide enough to put an arm "
    "through, and marked them with yellow paint."
)
WIRE = f"The night ferry to Saint Olave ran aground on Tuesday. {SHARED} Repairs begin on Monday, the owner said."
BLOG = f"My cousin crosses every week, so I asked around. {SHARED} Nobody wants to say when boats will run again."


@pytest.fixture
def report() -> wc.Report:
    """One pair of each end of the table, a cluster and a skipped article."""
    texts = {"wire": WIRE, "copy": WIRE.lower(), "edit": WIRE.replace("yellow", "orange"), "blog": BLOG, "none": ""}
    return wc.check({"id": name, "text": text} for name, text in texts.items())


def test_the_tables_have_the_names_and_values_of_the_json(report: wc.Report) -> None:
    document = json.loads(report.to_json())

    passages = [
        {"a": pair["a"], "b": pair["b"], **passage} for pair in document["pairs"] for passage in pair.pop("passages")
    ]
    assert report.pairs.to_dicts() == document["pairs"]
    assert report.passages.to_dicts() == passages
    assert report.clusters.to_dicts() == document["clusters"]
    assert report.skipped.to_dicts() == document["skipped"]
    assert report.articles == document["articles"]
    assert report.parameters == document["parameters"]
    assert report.furniture == document["furniture"]
    for table in (report.pairs, report.passages, report.clusters, report.skipped):
        assert len(table)


def test_the_json_keeps_the_promised_names(report: wc.Report) -> None:
    document = json.loads(report.to_json())

    assert document["schema_version"] == 1
    assert list(document["pairs"][0]) == [
        "a",
        "b",
        "relation",
        "share_of_a",
        "share_of_b",
        "quotation_part",
        "direction",
        "longest_run",
        "reasons",
        "passages",
    ]
    (passage, *_) = (passage for pair in document["pairs"] for passage in pair["passages"])
    assert list(passage) == [
        "a_start",
        "a_end",
        "b_start",
        "b_end",
        "text_a",
        "text_b",
        "kind",
        "words",
        "quoted_words",
        "edits",
    ]


def test_a_report_can_be_pickled_and_copied(report: wc.Report) -> None:
    for twin in (pickle.loads(pickle.dumps(report)), copy.copy(report), copy.deepcopy(report)):
        assert twin == report
        assert twin.pairs == report.pairs
        assert twin.to_json() == report.to_json()


def test_reports_are_equal_when_everything_in_them_is(report: wc.Report) -> None:
    assert report != wc.check([WIRE, BLOG])
    assert wc.check([WIRE, BLOG]) == wc.check([WIRE, BLOG])
    assert wc.check([WIRE, BLOG]) != wc.check([WIRE, BLOG], min_prose_words=5)
    assert report != report.to_json()


def test_the_repr_counts_articles_pairs_and_passages(report: wc.Report) -> None:
    assert repr(report).startswith("Report of 4 articles: ")
    assert f"{len(report.pairs)} pairs (1 identical, " in repr(report)
    assert repr(report).endswith(f"{len(report.passages)} passages, 1 skipped")


def test_the_defaults_are_those_of_the_rust_crate() -> None:
    # A report that names no parameters was made with the defaults.
    bare = '{"schema_version": 1, "articles": 0, "skipped": [], "pairs": [], "clusters": []}'
    defaults = _core.Report.from_json(bare).parameters

    for function in (wc.check, wc.compare):
        parameters = inspect.signature(function).parameters
        assert {name: parameters[name].default for name in defaults} == defaults


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a report"),
        ("[]", "not a report"),
        ('{"schema_version": 2, "articles": 0, "skipped": [], "pairs": [], "clusters": []}', "schema version `2`"),
    ],
)
def test_json_that_is_no_report_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        _core.Report.from_json(text)
