"""Every notebook runs from top to bottom in a fresh kernel, and none is committed with outputs."""

from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason="the notebooks are read with nbformat")
nbclient = pytest.importorskip("nbclient", reason="the notebooks are run with nbclient")

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
NOTEBOOKS = [pytest.param(path, id=path.name) for path in sorted(FOLDER.glob("*.ipynb"))]


@pytest.fixture(autouse=True)
def jupyter_keeps_to_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Kernels, settings and history of whoever runs the tests play no part."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    for kind in ("CONFIG", "DATA", "RUNTIME"):
        monkeypatch.setenv(f"JUPYTER_{kind}_DIR", str(tmp_path / kind.lower()))


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_a_notebook_runs_and_ends_with_an_assertion(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    ).execute()
    last = [cell.source for cell in notebook.cells if cell.cell_type == "code"][-1]
    assert "assert " in last


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    ran = [number for number, cell in enumerate(cells, 1) if cell.outputs or cell.execution_count is not None]
    assert not ran, f"clear the outputs of code cells {ran} before you commit"
