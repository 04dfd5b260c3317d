"""Similarity joins from Python: the same as brute force, whatever the types; what is refused; how they are stopped."""

import datetime
import pickle
import signal
import threading
import time
from typing import Any

import pytest

import wirecopy as wc
from wirecopy import similarity

np = pytest.importorskip("numpy")
sparse = pytest.importorskip("scipy.sparse", reason="sparse matrices go in")
hypothesis = pytest.importorskip("hypothesis", reason="hypothesis makes up the numbers")
st = hypothesis.strategies

SETS = st.lists(st.frozensets(st.integers(0, 12), max_size=7), max_size=9)

MEASURES = {
    "jaccard": lambda a, b: len(a & b) / len(a | b),
    "dice": lambda a, b: 2 * len(a & b) / (len(a) + len(b)),
    "containment": lambda a, b: len(a & b) / min(len(a), len(b)),
    "overlap": lambda a, b: len(a & b),
}


def similar(a: Any, b: Any, measure: str, threshold: float) -> float | None:
    """The formula, word for word."""
    score = MEASURES[measure](a, b) if a and b else 0
    return score if score > 0 and score >= threshold else None


@hypothesis.settings(deadline=None)
@hypothesis.given(
    SETS,
    st.none() | SETS,
    st.sampled_from([*((measure, least) for measure in MEASURES for least in (0.3, 0.5, 0.8, 1.0)), ("overlap", 3)]),
    st.sampled_from([list, set, sorted, lambda numbers: np.array([*numbers, *numbers], "i8"), iter]),
)
def test_set_joins_equal_brute_force(sets: Any, other: Any, criterion: tuple[str, float], made_by: Any) -> None:
    measure, threshold = criterion
    if measure == "overlap":
        threshold = max(1, int(threshold))
    found = similarity.set_join(
        map(made_by, sets),
        None if other is None else [made_by(numbers) for numbers in other],
        measure=measure,  # type: ignore[arg-type]
        threshold=threshold,
    )
    others = sets if other is None else other
    expected = {
        (a, b): score
        for a, one in enumerate(sets)
        for b, another in enumerate(others)
        if (other is not None or a < b) and (score := similar(one, another, measure, threshold)) is not None
    }
    expanded = [((pair["a"], pair["b"]), pair["score"]) for pair in found.expand()]
    assert len(dict(expanded)) == len(expanded)
    assert dict(expanded) == expected
    # Of equal sets the first stands in the table.
    firsts = {(sets.index(sets[a]), others.index(others[b])) for a, b in expected}
    if other is None:
        firsts = {(min(pair), max(pair)) for pair in firsts if len(set(pair)) == 2}
    assert [(pair["a"], pair["b"]) for pair in found] == sorted(firsts)
    for one, another in zip(sets, others, strict=False):
        assert similarity.jaccard(one, another) == (MEASURES["jaccard"](one, another) if one | another else 0)
        assert similarity.overlap(one, another) == len(one & another)
        assert similarity.containment(one, another) == (len(one & another) / len(one) if one else 0)
        assert similarity.dice(one, another) == (MEASURES["dice"](one, another) if one | another else 0)


@pytest.mark.parametrize("kind", ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", ">u8", ">i4"])
def test_arrays_of_every_width_are_sets(kind: str) -> None:
    rows = np.array([[5, 1, 3, 9], [3, 9, 5, 7]], kind)
    assert similarity.set_join(rows, threshold=0.6).to_dicts() == [{"a": 0, "b": 1, "score": 0.6}]
    assert similarity.overlap(rows[0, ::2], rows[1, ::-1]) == 2


def test_rows_of_a_matrix_are_sets_of_columns() -> None:
    matrix = sparse.coo_array(([1.0, 2.0, 0.0, 1.0, 1.0], ([0, 0, 0, 1, 1], [7, 2, 3, 2, 7])), shape=(3, 9))
    found = similarity.set_join(matrix, threshold=1.0)
    assert (len(found), found.equal_sets) == (0, [[0, 1]])
    assert similarity.set_join(matrix, [[2, 7]], threshold=1.0).to_dicts() == [{"a": 0, "b": 0, "score": 1.0}]


def test_a_thousand_copies_are_one_group() -> None:
    found = similarity.set_join([{1, 2, 3, 4}] * 1000 + [{1, 2, 3}], threshold=0.7)
    assert found.to_dicts() == [{"a": 0, "b": 1000, "score": 0.75}]
    assert found.equal_sets == [list(range(1000))]
    assert sum(1 for _ in found.expand()) == 1000 * 999 // 2 + 1000
    assert pickle.loads(pickle.dumps(found)) == found
    assert repr(found).startswith("SetPairs: 1 row")
    assert type(found[:1]) is wc.Table
    assert found.to_dicts() == found[:].to_dicts()


def test_of_two_collections_each_has_its_groups() -> None:
    found = similarity.set_join([[1], [2], [1]], [[1], [1]], threshold=0.5)
    assert (found.equal_sets, found.equal_sets_of_other) == ([[0, 2]], [[0, 1]])
    assert [(pair["a"], pair["b"]) for pair in found.expand()] == [(0, 0), (0, 1), (2, 0), (2, 1)]


def weights(rows: int) -> Any:
    # Few different weights: equal scores and equal rows have to come.
    row = st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.5, 1.0, -0.25, 3.0]), min_size=6, max_size=6)
    return st.lists(row, min_size=rows, max_size=12).map(lambda values: np.array(values).reshape(-1, 6))


FORMS = {
    "csr_array": sparse.csr_array,
    "csr_matrix": sparse.csr_matrix,
    "csc_array": sparse.csc_array,
    "coo_matrix": sparse.coo_matrix,
    "array": np.array,
    "float32": lambda dense: sparse.csr_array(dense.astype("f4")),
    "long indices": lambda dense: with_indices(sparse.csr_array(dense), "i8"),
    "falling columns": lambda dense: falling(sparse.csr_array(dense)),
    "in two parts": lambda dense: in_two_parts(sparse.csr_array(dense)),
}


def with_indices(matrix: Any, kind: str) -> Any:
    matrix.indices, matrix.indptr = matrix.indices.astype(kind), matrix.indptr.astype(kind)
    return matrix


def falling(matrix: Any) -> Any:
    """The same matrix with the entries of each row turned round."""
    order = np.lexsort((-matrix.indices, np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))))
    return sparse.csr_array((matrix.data[order], matrix.indices[order], matrix.indptr), shape=matrix.shape)


def in_two_parts(matrix: Any) -> Any:
    """The same matrix with two entries for each weight."""
    return sparse.csr_array(
        (np.repeat(matrix.data / 2, 2), np.repeat(matrix.indices, 2), 2 * matrix.indptr), shape=matrix.shape
    )


def cosines(x: Any, y: Any) -> Any:
    scores = np.zeros((len(x), len(y)))
    for a, one in enumerate(x):
        for b, other in enumerate(y):
            scores[a, b] = similarity.cosine(one, other)
            lengths = np.linalg.norm(one) * np.linalg.norm(other)
            assert abs(scores[a, b] - (one @ other / lengths if lengths else 0)) < 1e-12
            assert abs(similarity.dot(one, sparse.csr_array([other])) - one @ other) < 1e-12
    return scores


@hypothesis.settings(deadline=None)
@hypothesis.given(
    weights(0), st.none() | weights(0), st.sampled_from(sorted(FORMS)), st.integers(1, 4), st.sampled_from([None, 0.5])
)
def test_cosine_joins_equal_brute_force(x: Any, y: Any, form: str, k: int, threshold: float | None) -> None:
    given = FORMS[form](x) if len(x) else x
    before = pickle.dumps(given)
    found = similarity.cosine_top_k(given, y, k=k, threshold=threshold)
    pairs = similarity.cosine_join(given, y, threshold=threshold or 0.9)
    assert pickle.dumps(given) == before, "the input has changed"
    assert sparse.isspmatrix(found) == sparse.isspmatrix(given)

    scores = cosines(x, x if y is None else y)
    assert found.shape == pairs.shape == scores.shape
    for row in range(len(x)):
        order = [other for other in np.argsort(-scores[row], kind="stable") if y is not None or other != row]
        near = [other for other in order if scores[row, other] > 0 and scores[row, other] >= (threshold or 0)][:k]
        place = slice(found.indptr[row], found.indptr[row + 1])
        assert found.indices[place].tolist() == near
        assert found.data[place].tolist() == scores[row, near].tolist()
    reached = np.where(scores >= (threshold or 0.9), scores, 0)
    np.testing.assert_array_equal(pairs.toarray(), np.triu(reached, 1) if y is None else reached)


def test_only_rows_with_near_keys_meet() -> None:
    x = np.ones((4, 1))
    days = [datetime.date(2026, 3, day) for day in (1, 2, 9, 30)]
    week = datetime.timedelta(days=7)
    expected = [(0, 1), (1, 2)]
    numbers = [day.toordinal() for day in days]
    moments = [datetime.datetime(2026, 3, day.day, tzinfo=datetime.UTC) for day in days]
    for keys, window in (
        (days, week),
        (numbers, 7),
        (np.array(numbers, "u4"), np.int8(7)),
        (np.array(days, "datetime64[D]"), np.timedelta64(7, "D")),
        (moments, week),
    ):
        pairs = similarity.cosine_join(x, threshold=0.5, keys=keys, window=window).tocoo()
        assert list(zip(pairs.row, pairs.col, strict=True)) == expected
    found = similarity.cosine_top_k(x, x[:2], k=3, keys=numbers, y_keys=numbers[:2], window=0)
    assert found.toarray().tolist() == [[1, 0], [0, 1], [0, 0], [0, 0]]


def random_rows(rows: int) -> Any:
    chance = np.random.default_rng(3)
    matrix = sparse.random_array((rows - 20, 4000), density=0.01, rng=chance, format="csr")
    return sparse.vstack([matrix, matrix[:20]], format="csr")


def test_the_number_of_threads_changes_nothing() -> None:
    x = random_rows(1500)
    for join in (
        lambda threads: similarity.cosine_top_k(x, k=5, threads=threads),
        lambda threads: similarity.cosine_join(x, threshold=0.1, threads=threads),
    ):
        one, two = join(1), join(2)
        assert one.nnz > 20
        for part in ("data", "indices", "indptr"):
            assert getattr(one, part).tobytes() == getattr(two, part).tobytes()
    sets = [row.indices for row in x[:300]]
    assert similarity.set_join(sets, threshold=0.1, threads=1) == similarity.set_join(sets, threshold=0.1, threads=2)


def malformed(kind: str, part: str, place: int, value: int) -> Any:
    matrix = random_rows(40).asformat(kind)
    numbers = getattr(matrix, part).copy()
    numbers[place] = value
    setattr(matrix, part, numbers)
    return matrix


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        (malformed("csr", "indptr", 1, 999), "x: `indptr` is malformed, expected 41 numbers from 0 to"),
        (malformed("csr", "indptr", 0, 1), "x: `indptr` is malformed"),
        (malformed("csr", "indptr", 40, 10**6), "x: `indptr` is malformed"),
        (malformed("csc", "indptr", 1, 999), "x: `indptr` is malformed"),
        (malformed("csc", "indices", 0, 40), "x: found an index outside of the shape"),
        (malformed("coo", "row", 0, -1), "x: found an index outside of the shape"),
        (malformed("coo", "col", 0, 10**6), "x: found an index outside of the shape"),
        (malformed("csr", "indices", 0, 10**6), "expected columns from 0 to below the width"),
    ],
)
def test_arrays_that_do_not_fit_one_another_are_refused_and_end_no_process(matrix: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        similarity.cosine_top_k(matrix, k=1)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda x: similarity.cosine_top_k(x, k=0), ValueError, "k: `0`, expected a whole number from 1"),
        (lambda x: similarity.cosine_top_k(x, k=1.0), TypeError, "k: expected int, found float"),
        (lambda x: similarity.cosine_top_k(x, x[:, :2], k=1), ValueError, "`3` and `2` columns"),
        (lambda x: similarity.cosine_top_k(x, k=1, threshold=0), ValueError, "threshold is `0`, expected"),
        (lambda x: similarity.cosine_top_k(x, k=1, threads=0), ValueError, "threads: `0`"),
        (lambda x: similarity.cosine_join(x, threshold=1.5), ValueError, "threshold is `1.5`, expected"),
        (lambda x: similarity.cosine_join(x, threshold=float("nan")), ValueError, "threshold is `NaN`"),
        (lambda x: similarity.cosine_join(x, threshold=10**400), ValueError, "threshold is `inf`"),
        (lambda x: similarity.cosine_join(x, threshold="high"), TypeError, "threshold: expected float, found str"),
        (lambda x: similarity.cosine_join(x * float("nan"), threshold=0.5), ValueError, "row `0` has the weight `NaN`"),
        (lambda x: similarity.cosine_join(x * 1e200, threshold=0.5), ValueError, "weight `1e200`"),
        (lambda x: similarity.cosine_join(x * 1j, threshold=0.5), TypeError, "found the type complex128"),
        (lambda x: similarity.cosine_join(["a"], threshold=0.5), TypeError, "expected a sparse matrix or an array"),
        (lambda x: similarity.cosine_join(np.ones(3), threshold=0.5), ValueError, "2 dimensions, found 1"),
        (lambda x: similarity.cosine_join(x, threshold=0.5, window=1), ValueError, "give both `keys` and `window`"),
        (lambda x: similarity.cosine_join(x, threshold=0.5, keys=[1], window=1), ValueError, "one key for each row"),
        (lambda x: similarity.cosine_join(x, threshold=0.5, keys=[2, 1], window=1), ValueError, "smaller than the one"),
        (lambda x: similarity.cosine_join(x, threshold=0.5, keys=[1, 2], window=-1), ValueError, "window: `-1`"),
        (lambda x: similarity.cosine_join(x, threshold=0.5, keys=[0.5, 2], window=1), TypeError, "keys: expected"),
        (lambda x: similarity.cosine_join(x, x, threshold=0.5, keys=[1, 2], window=1), ValueError, "y_keys: expected"),
        (
            lambda x: similarity.cosine_join(x, threshold=0.5, keys=np.array(["2026", "NaT"], "M8[D]"), window=1),
            ValueError,
            "keys: found no date at row 1",
        ),
        (
            lambda x: similarity.cosine_join(x, threshold=0.5, keys=[datetime.date(2026, 1, 1)] * 2, window=1),
            TypeError,
            "expected timedelta, because the keys are dates",
        ),
        (lambda x: similarity.cosine(np.ones(2), np.ones(3)), ValueError, "`2` and `3` columns"),
        (lambda x: similarity.cosine(x, x), ValueError, "a: expected an array of 1 dimension, found 2"),
        (lambda x: similarity.set_join([[1]], threshold=0.0), ValueError, "threshold is `0`"),
        (lambda x: similarity.set_join([[1]], measure="overlap", threshold=0.5), TypeError, "threshold: expected int"),
        (lambda x: similarity.set_join([[1]], measure="overlap", threshold=0), ValueError, "threshold: `0`, expected"),
        (lambda x: similarity.set_join([[1]], measure="cosine", threshold=1), ValueError, "measure"),
        (lambda x: similarity.set_join([[1], [-2]], threshold=0.5), ValueError, r"sets\[1\]: found `-2`, expected"),
        (lambda x: similarity.set_join([np.array([-2])], threshold=0.5), ValueError, r"sets\[0\]: found `-2`"),
        (lambda x: similarity.set_join([[2**64]], threshold=0.5), ValueError, "found `18446744073709551616`"),
        (lambda x: similarity.set_join([[0.5]], threshold=0.5), TypeError, "expected whole numbers, found float"),
        (lambda x: similarity.set_join([np.ones(2)], threshold=0.5), TypeError, "expected whole numbers, found float"),
        (lambda x: similarity.set_join([[1], ["mill"]], threshold=0.5), TypeError, r"sets\[1\]: .* found str; number"),
        (lambda x: similarity.set_join([[1]], [7], threshold=0.5), TypeError, r"other\[0\]: expected a set, .* int"),
        (lambda x: similarity.set_join(7, threshold=0.5), TypeError, "sets: expected a list .* found int"),
    ],
)
def test_bad_input_is_refused(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call(np.array([[1.0, 0, 0], [2.0, 1.0, 0]]))


def test_a_matrix_that_is_none_is_refused() -> None:
    broken = sparse.csr_array(np.eye(3))
    broken.indices[1] = 9
    with pytest.raises(ValueError, match="row `1`"):
        similarity.cosine_join(broken, threshold=0.5)


def test_nothing_is_similar_to_nothing() -> None:
    assert len(similarity.set_join([], threshold=0.5)) == len(similarity.set_join([[], []], threshold=0.5)) == 0
    empty = sparse.csr_array((0, 5))
    assert similarity.cosine_top_k(empty, k=3).shape == (0, 0)
    assert similarity.cosine_join(empty, np.ones((2, 5)), threshold=0.5).shape == (0, 2)
    assert similarity.cosine_top_k(sparse.csr_array((2, 0)), k=10**9).nnz == 0
    assert similarity.jaccard([], []) == 0
    assert similarity.cosine(np.zeros(2), np.ones(2)) == 0


def test_what_a_set_raises_comes_through() -> None:
    def sets() -> Any:
        yield [1]
        raise RuntimeError("no more sets")

    with pytest.raises(RuntimeError, match="no more sets"):
        similarity.set_join(sets(), threshold=0.5)


def test_a_handler_of_a_signal_that_raises_ends_a_join() -> None:
    class Enough(Exception):
        pass

    def stop(*_: object) -> None:
        raise Enough

    x = random_rows(60_000)
    main = threading.main_thread().ident
    assert main is not None
    before = signal.signal(signal.SIGINT, stop)
    try:
        for join in (lambda: similarity.cosine_top_k(x, k=10), lambda: similarity.cosine_join(x, threshold=0.2)):
            alarm = threading.Timer(0.3, lambda: signal.pthread_kill(main, signal.SIGINT))
            alarm.start()
            started = time.monotonic()
            with pytest.raises(Enough):
                join()
            assert time.monotonic() - started < 5
            alarm.join()
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_bar_shows_how_far_a_join_is() -> None:
    pytest.importorskip("tqdm")
    steps: list[tuple[str, int, int]] = []
    x = random_rows(5000)
    parts = x.indptr.astype("i8"), x.indices, x.data, x.shape[1]
    wc._core.cosine_top_k(
        parts, None, k=10, threshold=None, window=None, display=lambda *step: steps.append(step), threads=1
    )
    assert steps
    assert all(step == "comparing rows" and done <= total for step, done, total in steps)
    assert similarity.cosine_top_k(x[:5], k=1, progress=True).shape == (5, 5)
