"""What a process may do with the package: fork, press Ctrl-C, use threads, import it fast."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

import wirecopy as wc

# Articles that each share sentences with twenty others: a check of them takes long. No sentence stands in a third
# article, where it would be furniture.
ENTANGLED = """
import random

def entangled(articles, seed=7):
    chance = random.Random(seed)
    words = ["".join(chance.choices("abcdefghijklmnoprstuvw", k=7)) for _ in range(20_000)]
    sentences = [" ".join(chance.choices(words, k=14)).capitalize() + "." for _ in range(10 * articles)] * 2
    chance.shuffle(sentences)
    return [" ".join(sentences[start : start + 20]) for start in range(0, len(sentences), 20)]
"""


def run(script: str | Path, *, seconds: float) -> str:
    """Runs a script in a process of its own, which ends with whatever it has started."""
    with subprocess.Popen(
        [sys.executable, *([script] if isinstance(script, Path) else ["-c", script])],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    assert process.returncode == 0, output
    return output


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_check_works_after_a_fork() -> None:
    script = """
import multiprocessing, os, warnings
import wirecopy as wc

# Python warns of what this test is about.
warnings.simplefilter("ignore", DeprecationWarning)
texts = ["The ferry sank at noon.", "the FERRY sank at noon", "Bread costs more."]
before = wc.check(texts, threads=2).to_json()

child = os.fork()
if child == 0:
    os._exit(0 if wc.check(texts, threads=2).to_json() == before else 1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert wc.check(texts, threads=2).to_json() == before

def check(number):
    return wc.check(texts).to_json()

with multiprocessing.get_context("fork").Pool(2) as pool:
    assert pool.map(check, range(4)) == [before] * 4
"""
    run(script, seconds=20)


@pytest.mark.parametrize("method", ["spawn", "forkserver", "fork"])
def test_a_check_works_in_processes_of_multiprocessing(method: str, tmp_path: Path) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system has no {method}")
    # What is spawned imports the script again, so there has to be one.
    script = tmp_path / "script.py"
    script.write_text(f"""
import multiprocessing, warnings
import wirecopy as wc

texts = ["The ferry sank at noon.", "the FERRY sank at noon", "Bread costs more."]

def check(number):
    return wc.check(texts, threads=1 + number % 2)

if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)
    alone = wc.check(texts)
    with multiprocessing.get_context({method!r}).Pool(2) as pool:
        assert pool.map(check, range(4)) == [alone] * 4
""")
    run(script, seconds=60)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there")
def test_ctrl_c_ends_a_running_check_within_half_a_second() -> None:
    script = f"""
{ENTANGLED}
import signal, sys, time
import wirecopy as wc

# Whoever started the tests in the background may have had signals of this kind ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
articles = entangled(24_000)
for line in sys.stdin:
    print("checking", flush=True)
    try:
        wc.check(articles, threads=1)
    except KeyboardInterrupt:
        # The same clock for all processes.
        print(time.monotonic(), flush=True)
    else:
        print("finished", flush=True)
# The pool is free again.
assert wc.check(articles[:2], threads=1).articles == 2
"""
    latencies = {}
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            # A machine that is busy with something else may keep anybody waiting, but hardly three times at one moment.
            for moment in [at for at in (0.1, 0.5, 1.0, 1.5, 2.0, 3.0) for _ in range(3)]:
                if latencies.get(moment, 1.0) < 0.5:
                    continue
                process.stdin.write("next\n")
                process.stdin.flush()
                assert process.stdout.readline() == "checking\n"
                time.sleep(moment)
                sent = time.monotonic()
                process.send_signal(signal.SIGINT)
                answer = process.stdout.readline()
                if answer == "finished\n":
                    # A release build is done by then, and the signal meets the script between two checks.
                    break
                latencies[moment] = float(answer) - sent
            else:
                process.stdin.close()
                assert process.wait(timeout=30) == 0
        finally:
            process.kill()
    assert len(latencies) >= 4, latencies
    assert max(latencies.values()) < 0.5, latencies


def test_other_python_threads_run_while_a_check_works() -> None:
    namespace: dict[str, object] = {}
    exec(ENTANGLED, namespace)
    articles = namespace["entangled"](1000)  # type: ignore[operator]
    ticks: list[float] = []
    done = threading.Event()

    def tick() -> None:
        while not done.wait(0.001):
            ticks.append(time.monotonic())

    clock = threading.Thread(target=tick)
    clock.start()
    started = time.monotonic()
    wc.check(articles, threads=1)
    ended = time.monotonic()
    done.set()
    clock.join()

    during = [started, *(at for at in ticks if started < at < ended), ended]
    longest_silence = max(later - earlier for earlier, later in pairwise(during))
    assert longest_silence < (ended - started) / 2


def test_python_threads_check_at_once_with_the_results_of_one() -> None:
    chance = random.Random(3)
    sentences = [" ".join(chance.choices("ab cd ef gh ij kl mn op qr st uv wx yz".split(), k=14)) for _ in range(60)]
    articles = [". ".join(chance.sample(sentences, k=8)) for _ in range(40)]
    alone = wc.check(articles).to_json()

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda number: wc.check(articles, threads=1 + number % 3).to_json(), range(12)))

    assert together == [alone] * 12


def test_importing_wirecopy_imports_nothing_else() -> None:
    script = """
import sys
before = set(sys.modules)
import wirecopy
print(sorted(set(sys.modules) - before))
"""
    assert run(script, seconds=20) == "['wirecopy']\n"


def test_a_check_imports_nothing_large() -> None:
    script = """
import sys
import wirecopy
wirecopy.check(["one story", "another story"])
large = "numpy", "pandas", "polars", "scipy", "sklearn", "matplotlib", "tqdm", "IPython", "asyncio"
print([name for name in large if name in sys.modules])
"""
    assert run(script, seconds=20) == "[]\n"


def test_every_public_name_is_there_and_the_same_each_time() -> None:
    assert set(dir(wc)) == set(wc.__all__)
    for name in wc.__all__:
        assert getattr(wc, name) is getattr(wc, name)
    with pytest.raises(AttributeError, match="module 'wirecopy' has no attribute 'chekc'"):
        wc.chekc  # noqa: B018
