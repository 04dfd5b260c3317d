"""scikit-learn's own tests of its vectorisers, run against ours.

The file is read where scikit-learn is installed; a copy with other imports stands in a temporary folder while it runs.
Cases that touch private names of scikit-learn's classes are listed with the name; all others have to pass.
"""

import re
import subprocess
import sys
from importlib import util
from pathlib import Path
from xml.etree import ElementTree

import pytest

sklearn = pytest.importorskip("sklearn", reason="scikit-learn is not installed")

# What the counts below hold for.
VERSION = "1.9.1"
CASES = 131

PRIVATE_NAMES = {
    "test_vectorizer_stop_words_inconsistent": "_stop_words_id",
    "test_countvectorizer_sort_features_64bit_sparse_indices[csr_matrix]": "_sort_features",
    "test_countvectorizer_sort_features_64bit_sparse_indices[csr_array]": "_sort_features",
    "test_stop_word_validation_custom_preprocessor[CountVectorizer]": "_check_stop_words_consistency",
    "test_stop_word_validation_custom_preprocessor[TfidfVectorizer]": "_check_stop_words_consistency",
    "test_stop_word_validation_custom_preprocessor[HashingVectorizer]": "_check_stop_words_consistency",
}

OURS = "CountVectorizer, HashingVectorizer, TfidfTransformer, TfidfVectorizer"


def with_our_classes(source: str) -> str:
    """The tests with our four classes in the place of theirs; what else they import stays."""
    imported = re.search(r"^from sklearn\.feature_extraction\.text import \([^)]*\)\n", source, flags=re.MULTILINE)
    assert imported is not None
    for name in OURS.split(", "):
        assert name in imported.group()
    return f"{source[: imported.end()]}from wirecopy import {OURS}\n{source[imported.end() :]}"


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The message of each case that failed, and "" for each that passed, by name."""
    if sklearn.__version__ != VERSION:
        pytest.skip(f"scikit-learn {sklearn.__version__} is installed; the cases are those of {VERSION}")
    found = util.find_spec("sklearn.feature_extraction.tests.test_text")
    if found is None or found.origin is None:
        pytest.skip("this scikit-learn was installed without its tests")
    folder = tmp_path_factory.mktemp("scikit_learn")
    copy = folder / "test_text.py"
    copy.write_text(with_our_classes(Path(found.origin).read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    report = folder / "report.xml"
    # fmt: off
    command = [
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", folder / "pytest.ini",
        "--rootdir", folder, "--junitxml", report, copy,
    ]
    # fmt: on
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
    assert report.exists(), done.stdout + done.stderr
    return {case.attrib["name"]: message(case) for case in ElementTree.parse(report).iter("testcase")}


def message(case: ElementTree.Element) -> str:
    faults = [*case.iter("failure"), *case.iter("error"), *case.iter("skipped")]
    return "\n".join(f"{fault.attrib.get('message')}\n{fault.text}" for fault in faults)


def test_all_cases_ran(outcomes: dict[str, str]) -> None:
    assert len(outcomes) == CASES


def test_cases_of_public_names_pass(outcomes: dict[str, str]) -> None:
    failed = {name: why for name, why in outcomes.items() if why and name not in PRIVATE_NAMES}

    assert failed == {}
    assert sum(not why for why in outcomes.values()) == CASES - len(PRIVATE_NAMES)


@pytest.mark.parametrize("case", PRIVATE_NAMES)
def test_a_listed_case_fails_for_its_private_name_alone(case: str, outcomes: dict[str, str]) -> None:
    assert re.search(rf"has no attribute '{PRIVATE_NAMES[case]}'", outcomes[case])
