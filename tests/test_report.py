"""`wirecopy.Report`: the same content as tables, as JSON and in a pickle."""

import copy
import csv
import inspect
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import wirecopy as wc
from wirecopy import _core

ROOT = Path(__file__).resolve().parent.parent

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
    # Numbers for whoever fits a model of their own: in the document alone.
    for pair in document["pairs"]:
        assert pair.pop("signals") is None
        assert (pair.pop("agreement") is None) == (pair["relation"] != "same_story")
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
        "probability",
        "signals",
        "share_of_a",
        "share_of_b",
        "quotation_part",
        "similarity",
        "agreement",
        "direction",
        "longest_run",
        "revision",
        "common_source",
        "ignored_words_of_a",
        "ignored_words_of_b",
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
        "form",
        "reordered",
        "score",
        "words",
        "quoted_words",
        "also_in",
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
    bare = b'{"schema_version": 1, "articles": 0, "skipped": [], "pairs": [], "clusters": []}'
    defaults = _core.Report.from_json(bare).parameters

    def of(function: Callable[..., object], names: Iterable[str]) -> dict[str, object]:
        parameters = inspect.signature(function).parameters
        return {name: parameters[name].default for name in names}

    assert of(wc.check, defaults) == defaults
    # Two texts have no dates, and show no formulas.
    del defaults["date_window"], defaults["story_days"], defaults["min_probability"]
    assert of(wc.compare, defaults) == defaults


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "not a report"),
        (b"[]", "not a report"),
        (b"\xff\xfe{\x00}\x00", "not a report"),
        (b'{"schema_version": 2, "articles": 0, "skipped": [], "pairs": [], "clusters": []}', "schema version `2`"),
    ],
)
def test_a_file_that_is_no_report_is_named(text: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    file.write_bytes(text)

    with pytest.raises(ValueError, match=rf"notes\.json`: .*{message}"):
        wc.Report.from_json(file)


def test_a_report_goes_to_a_file_and_comes_back(report: wc.Report, tmp_path: Path) -> None:
    file = tmp_path / "report.json"

    assert report.to_json(file) is None  # type: ignore[func-returns-value]

    assert file.read_text(encoding="utf-8") == report.to_json() + "\n"
    assert wc.Report.from_json(file) == wc.Report.from_json(str(file)) == report
    assert os.listdir(tmp_path) == ["report.json"]


def test_a_file_that_exists_is_replaced_only_when_asked_for(report: wc.Report, tmp_path: Path) -> None:
    file, link = tmp_path / "report.json", tmp_path / "latest.json"
    file.write_text("mine")
    file.chmod(0o640)
    link.symlink_to(file)

    with pytest.raises(FileExistsError, match=r"report\.json` exists; overwrite=True replaces it"):
        report.to_json(file)
    assert file.read_text() == "mine"

    report.to_json(link, overwrite=True)
    assert wc.Report.from_json(file) == report
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_file_that_somebody_else_made_meanwhile_stays(
    report: wc.Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "report.json"
    synced = os.fsync

    def meanwhile(descriptor: int) -> None:
        synced(descriptor)
        file.write_text("theirs")

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(FileExistsError, match=r"report\.json` exists"):
        report.to_json(file)
    assert file.read_text() == "theirs"
    assert os.listdir(tmp_path) == ["report.json"]


def test_a_file_system_without_links_gets_its_file(
    report: wc.Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", link)
    report.to_json(tmp_path / "report.json")
    assert wc.Report.from_json(tmp_path / "report.json") == report
    assert os.listdir(tmp_path) == ["report.json"]


def test_what_is_no_file_stays_what_it_is(report: wc.Report, tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError, match="is a folder"):
        report.to_json(tmp_path, overwrite=True)
    with pytest.raises(FileNotFoundError, match=r"nowhere/report\.json"):
        report.to_json(tmp_path / "nowhere" / "report.json")
    if os.path.exists("/dev/null"):
        report.to_json("/dev/null")
        report.to_json("/dev/null", overwrite=True)
        assert not os.path.isfile("/dev/null")


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limit there")
def test_without_room_the_old_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text("old")
    script = f"""
import resource
import wirecopy as wc

report = wc.check(["The ferry sank at noon."] * 200)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    report.to_json({str(file)!r}, overwrite=True)
except OSError as error:
    assert error.filename == {str(file)!r}, error
    assert str(error).endswith({repr(str(file))!r}), error
    print(type(error).__name__, error.strerror)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "OSError File too large\n"
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["report.json"]


def command_line(*paths: str) -> bytes:
    """What the command line says about the articles, as JSON."""
    if shutil.which("cargo") is None:
        pytest.skip("the command line is built with cargo, which is not there")
    # The very program that the Rust tests run. `cargo build` would select other features of what tests need too, and
    # build every crate above those once more.
    build = ["cargo", "test", "--quiet", "--locked", "--workspace", "--all-features", "--test", "cli", "--no-run"]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    program = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug" / "wirecopy"
    command = [program, "check", "--format", "json", *paths]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout


@pytest.mark.parametrize("form", ["folder", "jsonl", "csv"])
def test_the_command_line_writes_the_same_bytes(form: str, tmp_path: Path) -> None:
    articles = [
        {"id": path.stem, "text": path.read_text(encoding="utf-8"), "title": path.stem.title()}
        for path in sorted((ROOT / "examples" / "newsroom").glob("*.txt"))
    ]
    given = ROOT / "examples" / "newsroom" if form == "folder" else tmp_path / f"newsroom.{form}"
    if form == "folder":
        # A text file has no title, and a title counts for its story.
        articles = [{"id": article["id"], "text": article["text"]} for article in articles]
    if form == "jsonl":
        given.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    if form == "csv":
        with given.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, fieldnames=["id", "text", "title"])
            table.writeheader()
            table.writerows(articles)

    wc.check(articles).to_json(tmp_path / "report.json")

    assert (tmp_path / "report.json").read_bytes() == command_line(str(given))


def test_the_command_line_knows_the_same_usual_names(tmp_path: Path) -> None:
    texts = ["text", "Body", "CONTENT", "article"]
    others = ["id", "ID", "Id", "iD"]
    records = [{id: name, name: f"{SHARED} {name}"} for id, name in zip(others, texts, strict=True)]
    given = tmp_path / "names.jsonl"
    given.write_text("".join(json.dumps(record) + "\n" for record in records))

    assert f"{wc.check(records).to_json()}\n".encode() == command_line(str(given))
    assert wc.check(records).articles == 4
