"""Progress bars: when one is shown, and that it never gets into the way."""

import io
import random
import sys
from typing import Any

import pytest

import wirecopy as wc
from wirecopy import _progress
from wirecopy._progress import Display


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands until somebody sets it."""
    now = [100.0]
    monkeypatch.setattr(_progress.time, "monotonic", lambda: now[0])
    return now


def watch(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Puts a terminal where messages go. No fixture, because pytest takes them up again after those."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    return terminal


def test_a_bar_comes_after_a_second_and_goes_at_the_end(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watch(monkeypatch)
    pytest.importorskip("tqdm")

    with Display(None) as display:
        assert display.feed is display
        display("reading words", 512, 2048)
        clock[0] += 0.9
        display("reading words", 1024, 2048)
        assert terminal.getvalue() == ""
        clock[0] += 0.2
        display("reading words", 1536, 2048)
        assert "reading words  75%" in terminal.getvalue()
        assert "1536/2048" in terminal.getvalue()
        display("aligning passages", 0, 0)
        display("aligning passages", 10, 40)
        assert "aligning passages  25%" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r")
    shown = terminal.getvalue()
    display("aligning passages", 40, 40)
    assert terminal.getvalue() == shown


def test_without_a_terminal_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    for stream in (io.StringIO(), closed, None):
        monkeypatch.setattr(sys, "stderr", stream)
        assert Display(None).feed is None


def test_false_shows_none_and_true_one_at_once(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tqdm")
    assert Display(False).feed is None

    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with Display(True) as display:
        display("reading words", 1, 2)
    assert "reading words  50%" in pipe.getvalue()


def test_a_notebook_counts_as_somebody_who_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    class IPython:
        config = {"IPKernelApp": {}}  # noqa: RUF012

        @classmethod
        def get_ipython(cls) -> Any:
            return cls

    monkeypatch.setitem(sys.modules, "IPython", IPython)  # type: ignore[arg-type]
    monkeypatch.setattr(sys, "stderr", io.StringIO())

    assert Display(None).feed is not None


def test_without_tqdm_there_is_none_unless_it_is_asked_for(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watch(monkeypatch)
    monkeypatch.setitem(sys.modules, "tqdm", None)

    with Display(None) as display:
        clock[0] += 2
        display("reading words", 1, 2)
    assert terminal.getvalue() == ""
    with pytest.raises(ImportError, match="pip install tqdm"):
        wc.check(["Bread."], progress=True)


def test_a_bar_that_cannot_be_drawn_stops_nothing(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tqdm")

    class Broken(Terminal):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stderr", Broken())
    with Display(True) as display:
        display("reading words", 1, 2)
        display("reading words", 2, 2)


def test_a_check_feeds_its_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watch(monkeypatch)
    pytest.importorskip("tqdm")
    # Enough work that the bar is fed several times.
    chance = random.Random(5)
    words = ["".join(chance.choices("abcdefghijklmno", k=6)) for _ in range(5000)]
    texts = [" ".join(chance.choices(words, k=300)) for _ in range(2000)]

    report = wc.check(texts, progress=True, threads=1)

    assert "%|" in terminal.getvalue()
    assert report == wc.check(texts, progress=False)


@pytest.mark.parametrize("wanted", [1, "yes", 0.5, [True]])
def test_anything_else_is_refused(wanted: Any) -> None:
    with pytest.raises(TypeError, match="progress: expected True, False or None, found"):
        wc.check([], progress=wanted)


def test_a_comparison_shows_a_bar_when_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tqdm")
    text = " ".join(f"word{number}" for number in range(60_000))
    silent = wc.compare(text, text[200_000:], progress=False)
    assert capsys.readouterr().err == ""
    assert wc.compare(text, text[200_000:], progress=True) == silent
    assert "%|" in capsys.readouterr().err
