"""Progress bars, for work that takes longer than somebody likes to wait without a word."""

import sys
import time
from typing import Any, Self

# Nobody needs a bar for less than this.
_SECONDS_WITHOUT = 1.0


class Display:
    """A bar that a running call feeds; as a context manager it is gone when the call ends.

    Parameters
    ----------
    wanted : bool or None
        Whether to show a bar; None for one that comes after a second, if tqdm is installed and somebody watches: on a
        terminal or in a notebook.
    """

    def __init__(self, wanted: bool | None) -> None:
        if wanted is not None and not isinstance(wanted, bool):
            raise TypeError(f"progress: expected True, False or None, found {type(wanted).__name__}")
        self._bar: Any = None
        self._step = ""
        self._off = wanted is False or (wanted is None and not _watched())
        self._from = time.monotonic() + (0.0 if wanted else _SECONDS_WITHOUT)
        if wanted and _bar_class() is None:
            raise ImportError(
                "progress=True needs tqdm, which is not installed; run `pip install tqdm`, or leave progress out",
                name="tqdm",
            )

    @property
    def feed(self) -> "Display | None":
        """What the compiled half calls, or None when nothing will ever be shown."""
        return None if self._off else self

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show how far the call is. A bar that cannot be drawn is no reason to lose the work."""
        if self._off or time.monotonic() < self._from:
            return
        try:
            self._show(step, done, total)
        except Exception:
            self._off = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        bar, self._bar = self._bar, None
        self._off = True
        if bar is not None:
            try:
                bar.close()
            except Exception:
                return

    def _show(self, step: str, done: int, total: int) -> None:
        if self._bar is None:
            kind = _bar_class()
            if kind is None:
                self._off = True
                return
            # The units of the steps differ, so that rates would say nothing.
            self._bar = kind(
                leave=False, bar_format="{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} [{elapsed}]", total=total
            )
        if step != self._step:
            self._step = step
            self._bar.reset(total=total)
            self._bar.set_description_str(step, refresh=False)
        if self._bar.total != total:
            self._bar.total = total
        self._bar.n = done
        self._bar.refresh()


def _watched() -> bool:
    """Whether there is somebody who would see a bar."""
    if _in_notebook():
        return True
    try:
        return sys.stderr.isatty()
    except (AttributeError, ValueError):
        # No standard error, or a closed one.
        return False


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and "IPKernelApp" in shell.config


def _bar_class() -> Any:
    """Give tqdm's bar, or None when tqdm is not installed."""
    import warnings

    try:
        with warnings.catch_warnings():
            # In a notebook without ipywidgets tqdm says so and draws with characters.
            warnings.simplefilter("ignore")
            if _in_notebook():
                from tqdm.auto import tqdm
            else:
                from tqdm import tqdm
    except ImportError:
        return None
    # tqdm watches its bars from a thread of its own, which would outlive the call and be missing after a fork.
    return type("Bar", (tqdm,), {"monitor_interval": 0})
