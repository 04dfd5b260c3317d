"""The package as it is installed: its names, its version, its types, the examples in its compiled half."""

import doctest
import inspect
import re
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import pytest

import wirecopy as wc
from wirecopy import _core

ROOT = Path(__file__).resolve().parent.parent


def test_the_public_names_are_those_of_all() -> None:
    assert wc.__all__ == [
        "Analyzer",
        "Bm25",
        "Clusters",
        "Comparison",
        "CountVectorizer",
        "Explanation",
        "FurnitureTable",
        "HashingVectorizer",
        "Holdings",
        "MinHash",
        "MinHashLSH",
        "Pairs",
        "Report",
        "ReuseGraph",
        "SimHash",
        "SimHashIndex",
        "Table",
        "TfidfTransformer",
        "TfidfVectorizer",
        "__version__",
        "check",
        "compare",
        "detect_language",
        "keywords",
        "near_duplicates",
        "quotations",
        "sentences",
        "similar",
        "similarity",
        "stem",
        "stop_words",
        "story_similarity",
    ]
    for name in wc.__all__:
        assert hasattr(wc, name)


def test_the_version_stands_once() -> None:
    cargo = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    declared = re.search(r'^version = "(.+)"$', cargo, flags=re.MULTILINE)

    assert declared is not None
    assert wc.__version__ == declared.group(1) == metadata.version("wirecopy")


def test_the_types_travel_with_the_package() -> None:
    for name in ("py.typed", "_core.pyi"):
        assert resources.files(wc).joinpath(name).is_file()


def documented() -> list[Any]:
    """What has a docstring in the compiled half, with the methods of its classes."""
    public = [getattr(_core, name) for name in _core.__all__ if name != "__version__"]
    members = [
        member
        for item in public
        if inspect.isclass(item)
        for name, member in vars(item).items()
        if not name.startswith("_")
    ]
    return [_core, *public, *members]


@pytest.mark.parametrize("item", [*(getattr(wc, name) for name in wc.__all__ if name != "__version__"), *documented()])
def test_everything_public_is_documented(item: Any) -> None:
    assert inspect.getdoc(item)


@pytest.mark.parametrize("item", [item for item in documented() if ">>>" in (inspect.getdoc(item) or "")])
def test_the_examples_of_the_compiled_half_hold(item: Any) -> None:
    example = doctest.DocTestParser().get_doctest(inspect.getdoc(item) or "", {}, item.__name__, None, None)

    assert doctest.DocTestRunner().run(example).failed == 0
