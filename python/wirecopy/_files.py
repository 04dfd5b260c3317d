"""Files that are there whole or not at all."""

import contextlib
import os
from typing import BinaryIO, TypeAlias

Path: TypeAlias = str | os.PathLike[str]

# So much is read or written at once.
_PIECE = 1 << 24


def refuse(path: Path, *, overwrite: bool) -> None:
    """Refuse a path where no file may be written, before any work is done for it."""
    target = os.fspath(path)
    if os.path.isdir(target):
        raise IsADirectoryError(f"`{target}` is a folder, expected the name of a file")
    if os.path.isfile(target) and not overwrite:
        raise _exists(target)


def write(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a file by way of another one beside it, so that a failure leaves what was there before."""
    refuse(path, overwrite=overwrite)
    # Of a link, what it leads to is replaced.
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        # A device or a pipe is written to, and never replaced.
        with open(target, "wb") as stream:
            _write(stream, data)
        return
    beside = os.path.join(os.path.dirname(target), f".wirecopy-{os.getpid()}-{os.urandom(4).hex()}.partial")
    try:
        with open(beside, "xb") as file:
            _write(file, data)
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            with contextlib.suppress(FileNotFoundError):
                os.chmod(beside, os.stat(target).st_mode & 0o7777)
            os.replace(beside, target)
        else:
            _add(beside, target)
    except OSError as error:
        if error.errno is None:
            raise
        # The caller knows the file that was asked for, not the one beside it. Python picks the class by the number.
        raise OSError(error.errno, error.strerror, os.fspath(path)) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)


def read(path: Path) -> bytes:
    """Read a file, piece by piece: between two pieces Python hears Ctrl-C."""
    with open(path, "rb") as file:
        return b"".join(iter(lambda: file.read(_PIECE), b""))


def _write(file: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    for start in range(0, len(view), _PIECE):
        file.write(view[start : start + _PIECE])


def _add(beside: str, target: str) -> None:
    """Give a file a name that nobody has; unlike a rename, a link fails where somebody was faster."""
    try:
        os.link(beside, target)
    except FileExistsError:
        raise _exists(target) from None
    except OSError:
        # Some file systems know no links.
        if os.path.lexists(target):
            raise _exists(target) from None
        os.replace(beside, target)


def _exists(target: str) -> FileExistsError:
    return FileExistsError(f"`{target}` exists; overwrite=True replaces it")
