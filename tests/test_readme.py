"""The README's Python runs as it stands, from the root, and what the README names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[tuple[int, str]]:
    """The fenced blocks of one language, each with the number of its first line."""
    fences = re.finditer(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
    return [(README.count("\n", 0, fence.start(1)) + 1, fence.group(1)) for fence in fences]


def test_the_readme_shows_python() -> None:
    assert blocks("python")


@pytest.mark.parametrize(("line", "block"), [pytest.param(*found, id=f"line {found[0]}") for found in blocks("python")])
def test_a_python_block_of_the_readme_runs(line: int, block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if "to_pandas" in block:
        pytest.importorskip("pandas", reason="this block makes a pandas frame")
    if "SciPy" in block:
        pytest.importorskip("scipy", reason="this block makes a SciPy matrix")
    monkeypatch.chdir(ROOT)
    # The empty lines make a traceback name the README's own lines.
    code = compile("\n" * (line - 1) + block, str(ROOT / "README.md"), "exec")
    exec(code, {"__name__": "readme"})


def test_the_files_that_the_readme_links_to_exist() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)[^)]*\)", README) if "://" not in target]
    missing = [target for target in targets if not (ROOT / target).exists()]
    assert targets
    assert not missing
