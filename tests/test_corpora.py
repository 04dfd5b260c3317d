"""The check on real articles: found where they lie by WIRECOPY_DATA, quoted nowhere, skipped where they are absent."""

import gzip
import json
import os
from itertools import combinations
from pathlib import Path

import pytest

import wirecopy as wc

DATA = Path(os.environ.get("WIRECOPY_DATA", Path(__file__).parent / "../../shared/data"))


def corpus(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the corpus {name} is not below {DATA} (set WIRECOPY_DATA)")
    return path


def json_lines(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def seeds() -> list[dict]:
    files = sorted(corpus("seeds").glob("*.txt"))
    assert len(files) == 5
    return [{"id": file.stem, "text": file.read_text(encoding="utf-8")} for file in files]


@pytest.fixture(scope="module")
def related() -> dict:
    (only,) = json.loads(corpus("seeds_expected.json").read_text(encoding="utf-8"))["related"]
    return only


def has_all(passages: list[dict], wanted: dict) -> bool:
    """Whether each phrase of each side lies in some passage."""
    return all(
        any(phrase in passage[text] for passage in passages)
        for side, text in (("a_has", "text_a"), ("b_has", "text_b"))
        for phrase in wanted[side]
    )


def holds_any(passage: dict, wanted: dict) -> bool:
    return any(phrase in passage["text_a"] for phrase in wanted["a_has"])


def test_the_seeds_have_one_related_pair_with_the_shares_that_people_found(seeds: list[dict], related: dict) -> None:
    report = wc.check(seeds)
    (pair,) = report.pairs
    assert (pair["a"], pair["b"], pair["relation"]) == (related["a"], related["b"], related["relation"])
    for share in ("share_of_a", "share_of_b", "quotation_part"):
        low, high = related[share]
        assert low <= pair[share] <= high, share
    # 000 says that "Bloomberg reports", and 001 is from there.
    assert pair["direction"] == "b_to_a"


def test_the_passages_of_the_seeds_are_those_listed_and_no_others(seeds: list[dict], related: dict) -> None:
    passages = list(wc.check(seeds).passages)
    for wanted in related["passages_must"]:
        assert has_all(passages, wanted), wanted
    listed = related["passages_must"] + related["passages_may"]
    for passage in passages:
        assert any(holds_any(passage, wanted) for wanted in listed), passage["text_a"][:60]


def test_comparing_two_seeds_finds_nothing_between_the_other_nine_pairs(seeds: list[dict], related: dict) -> None:
    for a, b in combinations(seeds, 2):
        comparison = wc.compare(a["text"], b["text"])
        if (a["id"], b["id"]) == (related["a"], related["b"]):
            assert comparison.relation == related["relation"]
            assert all(has_all(list(comparison.passages), wanted) for wanted in related["passages_must"])
        else:
            assert comparison.relation is None
            assert len(comparison.passages) == 0, (a["id"], b["id"])


def test_the_planted_copies_of_mccormick_and_nothing_else_are_near_duplicates() -> None:
    folder = corpus("mccormick")
    articles = json_lines(folder / "documents.jsonl.gz")
    header, *rows = (folder / "pairs.tsv").read_text().splitlines()
    assert header.split("\t") == ["a", "b"]
    planted = {frozenset(row.split("\t")) for row in rows}
    assert len(planted) == 20

    report = wc.check({"id": article["id"], "text": article["text"]} for article in articles)
    copies = [row for row in report.pairs if row["relation"] in ("identical", "near_duplicate")]
    assert {frozenset((row["a"], row["b"])) for row in copies} == planted
    assert len(copies) == 20


def test_real_articles_give_equal_bytes_on_one_thread_and_on_two() -> None:
    articles = json_lines(corpus("speed/articles.jsonl.gz"))[::12]
    articles = [{"id": article["id"], "text": article["text"]} for article in articles]
    one, two = wc.check(articles, threads=1), wc.check(articles, threads=2)
    assert len(one.pairs) > 100
    assert one.to_json() == two.to_json()


def test_the_english_editions_of_a_document_are_versions_and_no_two_documents_are() -> None:
    documents = json_lines(corpus("ntrex") / "documents.jsonl.gz")
    report = wc.check([{"id": document["id"], "text": document["text"]} for document in documents])
    document_of = {document["id"]: document["document"] for document in documents}
    cluster_of = {row["id"]: row["cluster"] for row in report.clusters if row["level"] == "duplicate"}
    editions: dict[str, set[int | None]] = {}
    for document in documents:
        if document["lang"].startswith("eng"):
            editions.setdefault(document["document"], set()).add(cluster_of.get(document["id"]))
    assert len(editions) == 123
    assert [name for name, clusters in editions.items() if len(clusters) != 1 or None in clusters] == []
    documents_of: dict[int, set[str]] = {}
    for name, cluster in cluster_of.items():
        documents_of.setdefault(cluster, set()).add(document_of[name])
    assert [names for names in documents_of.values() if len(names) > 1] == []
