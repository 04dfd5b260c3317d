"""Sketches from Python: datasketch's manners, what differs from it, golden values, files and bad input."""

import math
import pickle
import random
from pathlib import Path
from typing import Any

import pytest

import wirecopy as wc

np = pytest.importorskip("numpy")
hypothesis = pytest.importorskip("hypothesis", reason="hypothesis makes up the sets")
st = hypothesis.strategies

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "newsroom"
NEWSROOM = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}
STORY = "The old mill on the river burnt down on Monday night, and nobody was hurt."


def signature(elements: Any, **options: Any) -> wc.MinHash:
    made = wc.MinHash(**options)
    made.update_batch(elements)
    return made


def test_an_element_is_a_string_its_bytes_or_a_hash() -> None:
    a, b, c = wc.MinHash(), wc.MinHash(), wc.MinHash()
    a.update("été")
    b.update("été".encode())
    c.update(5)
    assert a == b
    assert a != c
    assert c == signature([5]) == signature(np.array([5], np.uint64)) == signature(np.array([5, 5], np.int8))
    assert signature(np.array(["mill", "wharf"])) == signature(["wharf", "mill"]) == signature({"mill", "wharf"})
    assert signature(str(number) for number in range(99)).count() == pytest.approx(99, rel=0.35)
    assert signature([np.uint64(2**64 - 1)]) == signature([2**64 - 1])


def test_signatures_are_golden() -> None:
    """Files and other programs rely on these numbers; a change needs a new minor version."""
    assert signature(["mill", "wharf", 7], num_perm=4).digest().tolist() == GOLDEN["elements"]
    assert signature(["mill", "wharf", 7], num_perm=4, seed=1).digest().tolist() == GOLDEN["seeded"]
    assert wc.MinHash.from_text(STORY, num_perm=4).digest().tolist() == GOLDEN["text"]
    assert wc.SimHash.from_text(STORY, shingle=2).value == GOLDEN["simhash"]
    assert wc.SimHash(["mill", "wharf", "mill"]).value == wc.SimHash(["mill"]).value == GOLDEN["mill"]


GOLDEN: dict[str, Any] = {
    "elements": [4294967295, 4294967295, 1920376884, 4294967295],
    "seeded": [4294967295, 4294967295, 1524268708, 1886925676],
    "text": [782779441, 125377715, 509374541, 4027005027],
    "simhash": 0xE6E2B0A6231EF639,
    "mill": 0x99BC9C885F353F0F,
}


@hypothesis.settings(deadline=None)
@hypothesis.given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)))
def test_a_union_is_merged_and_methods_agree(one: set[int], other: set[int]) -> None:
    a, b = wc.MinHash.bulk([one, other], num_perm=32)
    merged = a.copy()
    merged.merge(b)
    assert merged == signature(one | other, num_perm=32) == wc.MinHash.union(a, b)
    assert a == signature(one, num_perm=32)
    assert a.is_empty() == (not one)
    assert a.jaccard(b) == b.jaccard(a) <= 1
    assert a.jaccard(a) == bool(one)
    assert (a == b) == (one == other) or one != other
    assert pickle.loads(pickle.dumps(a)) == a
    assert wc.MinHash(hashvalues=a.hashvalues) == a
    merged.clear()
    assert merged == wc.MinHash(32)
    assert merged.is_empty()
    assert merged.count() == 0
    assert list(wc.MinHash.generator([one, other], num_perm=32)) == [a, b]


def test_the_estimate_of_real_text_lies_within_its_bound() -> None:
    texts = list(NEWSROOM.values())
    # Versions of each, in which words are left out.
    random.seed(7)
    for text in list(texts):
        for part in (0.02, 0.05, 0.1):
            texts.append(" ".join(word for word in text.split() if random.random() > part))
    exact = wc.near_duplicates(texts, threshold=0.05, shingle=3)
    signatures = wc.MinHash.from_texts(texts, shingle=3)
    errors = []
    for pair in exact:
        estimate = signatures[pair["a_row"]].jaccard(signatures[pair["b_row"]])
        errors.append((estimate - pair["score"]) / wc.MinHash.standard_error(max(pair["score"], 0.05)))
    assert len(errors) >= 60
    # In standard errors: about one as the root of the mean square, and no pair more than five.
    assert math.sqrt(sum(error**2 for error in errors) / len(errors)) < 1.3
    assert max(map(abs, errors)) < 5


def test_texts_are_sketched_as_near_duplicates_compares_them() -> None:
    texts = [*NEWSROOM.values(), "Two words", "", "…"]
    many = wc.MinHash.from_texts(texts, threads=2)
    assert many == wc.MinHash.from_texts(iter(texts), threads=1) == [wc.MinHash.from_text(text) for text in texts]
    assert [one.is_empty() for one in many[-3:]] == [False, True, True]
    bits = wc.SimHash.from_texts(texts, shingle=2)
    assert bits == [wc.SimHash.from_text(text, shingle=2) for text in texts]
    index = wc.MinHashLSH(threshold=0.5)
    for number, one in enumerate(many):
        index.insert(number, one)
    unverified = wc.near_duplicates(texts, threshold=0.5, method="minhash", verify=False)
    found = {(a, b) for b, one in enumerate(many) for a in index.query(one) if isinstance(a, int) and a < b}
    assert {(pair["a_row"], pair["b_row"]) for pair in unverified.expand()} == found
    words = wc.Analyzer(pattern=r"\w+", case="lower")
    assert wc.MinHash.from_text("the MILL", shingle=1, analyzer=words) != wc.MinHash.from_text("the MILL", shingle=2)


def test_an_index_inserts_finds_and_removes() -> None:
    index = wc.MinHashLSH(threshold=0.5, num_perm=64)
    assert index.is_empty()
    assert len(index) == 0
    mill, wharf, empty = wc.MinHash.bulk([range(100), range(90, 190), []], num_perm=64)
    index.insert("mill", mill)
    index.insert(("wharf", 2), wharf)
    index.insert(None, empty)
    assert ("wharf", 2) in index
    assert None in index
    assert "ship" not in index
    assert list(index) == ["mill", ("wharf", 2), None]
    assert index.query(mill) == ["mill"]
    assert index.query(empty) == []
    table = index.candidates(mill)
    assert table["key"][0] == "mill"
    assert table["estimate"][0] == 1
    assert index.candidates(mill, verify=True)["key"] == index.query(mill)
    assert set(index.query(mill)) <= set(index.query(mill, verify=False))
    with pytest.raises(ValueError, match="key `'mill'` is in the index already"):
        index.insert("mill", wharf)
    index.insert("mill", wharf, check_duplication=False)
    assert set(index.query(wharf)) == {"mill", ("wharf", 2)}
    assert index.query(mill) == []
    index.remove("mill")
    assert "mill" not in index
    assert index.query(wharf) == [("wharf", 2)]
    with pytest.raises(ValueError, match="key `'mill'` is not in the index"):
        index.remove("mill")
    with index.insertion_session() as session:
        session.insert("again", mill)
    with index.deletion_session() as session:
        session.remove("again")
    assert len(index) == 2
    assert (index.h, index.num_perm, index.b * index.r <= 64) == (64, 64, True)
    assert wc.MinHashLSH(params=(16, 4), num_perm=64).probability(0.5) == pytest.approx(1 - (1 - 0.5**4) ** 16)
    assert wc.MinHashLSH(0.7, weights=(0.9, 0.1)).r > wc.MinHashLSH(0.7, weights=(0.1, 0.9)).r
    assert "of 2 sets, threshold=0.5, num_perm=64" in repr(index)


def test_indexes_merge_or_stay_as_they_are() -> None:
    one, other = wc.MinHashLSH(0.5, 32), wc.MinHashLSH(0.5, 32)
    sets = wc.MinHash.bulk([range(start, start + 50) for start in range(0, 500, 50)], num_perm=32)
    for number, each in enumerate(sets):
        (one if number % 2 else other).insert(number, each)
    other.insert("gone", sets[0])
    other.remove("gone")
    one.merge(other)
    assert sorted(one) == list(range(10))
    assert all(one.query(each)[0] == number for number, each in enumerate(sets))
    before = pickle.loads(pickle.dumps(one))
    assert before == one
    for wrong in (other, one):
        with pytest.raises(ValueError, match="is in the index already"):
            one.merge(wrong)
    with pytest.raises(ValueError, match="indexes differ in number of values, `32` and `64`"):
        one.merge(wc.MinHashLSH(0.5, 64))
    with pytest.raises(TypeError, match="other: expected MinHashLSH, found list"):
        one.merge([])  # type: ignore[arg-type]
    assert one == before
    one.remove(3)
    assert one != before
    empty = wc.MinHashLSH(0.5, 32)
    empty.merge(empty)
    assert empty.is_empty()


@hypothesis.settings(deadline=None)
@hypothesis.given(st.lists(st.integers(0, 2**64 - 1), max_size=30), st.integers(0, 6), st.data())
def test_a_simhash_index_finds_all_within_the_distance(values: list[int], distance: int, data: Any) -> None:
    # Near ones, too.
    values = [*values, *(value ^ 1 << data.draw(st.integers(0, 63)) for value in values)]
    index = wc.SimHashIndex(distance)
    for number, value in enumerate(values):
        index.insert(str(number), wc.SimHash.from_value(value))
    for value in values[:5]:
        query = wc.SimHash.from_value(value)
        expected = sorted(
            (near, number)
            for number, other in enumerate(values)
            if (near := query.distance(wc.SimHash.from_value(other))) <= distance
        )
        found = index.candidates(query)
        assert list(zip(found["distance"], map(int, found["key"]), strict=True)) == expected
        assert index.query(query) == found["key"]
    again = pickle.loads(pickle.dumps(index))
    assert again == index
    if values:
        again.remove("0")
        assert again != index
        assert "0" not in again
        assert len(again) == len(index) - 1


def test_a_simhash_is_a_value() -> None:
    a, b = wc.SimHash(range(1000)), wc.SimHash(range(50, 1050))
    assert a.distance(a) == 0
    assert a.cosine(a) == 1
    assert a.distance(b) == b.distance(a)
    assert a.cosine(b) == math.cos(math.pi * a.distance(b) / 64)
    assert {a: 1}[wc.SimHash.from_value(int(a))] == 1
    assert pickle.loads(pickle.dumps(a)) == a != b
    assert eval(repr(a), {"SimHash": wc.SimHash}) == a
    assert wc.SimHash(["mill", "wharf"], weights=[2, 1]) == wc.SimHash(["mill"])
    assert wc.SimHash(["mill"] * 3 + ["wharf"] * 2) == wc.SimHash(["wharf", "mill"], weights=[2, 3])
    assert wc.SimHash([]).value == 0


def test_files_come_back_and_damage_is_told(tmp_path: Path) -> None:
    mill = wc.MinHash.from_text(STORY, seed=3, shingle=2)
    near = wc.SimHashIndex(2)
    near.insert("wire", wc.SimHash.from_text(STORY))
    index = wc.MinHashLSH(threshold=0.5, seed=3)
    index.insert("wire", mill)
    index.insert(2**80, mill)
    index.insert("gone", mill)
    index.remove("gone")
    for saved in (mill, near, index):
        path = tmp_path / f"{type(saved).__name__}.bin"
        saved.save(path)
        assert type(saved).load(path) == saved
        with pytest.raises(FileExistsError, match="overwrite=True"):
            saved.save(path)
        saved.save(path, overwrite=True)
        content = path.read_bytes()
        # Behind what Rust wrote stand the keys, as something whole of its own.
        keys = content.find(b"wirecopy", 8)
        for at in range(0, len(content), 7):
            path.write_bytes(content[: at + (at == keys)])
            with pytest.raises(ValueError, match="file"):
                type(saved).load(path)
            path.write_bytes(content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :])
            with pytest.raises(ValueError, match="file"):
                type(saved).load(path)
    assert wc.MinHashLSH.load(_written(index, tmp_path)).query(mill) == ["wire", 2**80]
    with pytest.raises(ValueError, match="the file holds a `lsh`, expected a `minhash`"):
        wc.MinHash.load(_written(index, tmp_path))
    index.insert(("a", 1), mill)
    with pytest.raises(ValueError, match=r"key: found \('a', 1\), expected str or int in a file; .* pickle the index"):
        index.save(tmp_path / "other")
    assert pickle.loads(pickle.dumps(index)) == index


def _written(index: wc.MinHashLSH, folder: Path) -> Path:
    path = folder / "index.lsh"
    index.save(path, overwrite=True)
    return path


def test_a_saved_entry_takes_as_many_bytes_as_stated(tmp_path: Path) -> None:
    def size(entries: int) -> int:
        index = wc.MinHashLSH(0.7)
        for number in range(entries):
            index.insert(number, signature([number]))
        return _written(index, tmp_path).stat().st_size

    # And its key: `123, ` in JSON.
    assert size(300) - size(200) == 100 * (264 + 5)


@pytest.mark.parametrize(
    ("act", "error", "message"),
    [
        (lambda: wc.MinHash(0), ValueError, "num_perm: `0`, expected a whole number from 1 to 1024"),
        (lambda: wc.MinHash(1025), ValueError, "num_perm: `1025`"),
        (lambda: wc.MinHash(1.5), TypeError, "num_perm: expected int, found float"),
        (lambda: wc.MinHash(seed=-1), ValueError, "seed: `-1`"),
        (lambda: wc.MinHash(hashvalues=[-1]), ValueError, "hashvalues: expected numbers of 32 bits"),
        (lambda: wc.MinHash(hashvalues=[0.5]), TypeError, "hashvalues: expected whole numbers"),
        (lambda: wc.MinHash().update(1.5), TypeError, "b: expected str, bytes or int, found float"),
        (lambda: wc.MinHash().update(True), TypeError, "b: expected str, bytes or int, found bool"),
        (lambda: wc.MinHash().update(-1), ValueError, "b: found a number that is negative"),
        (lambda: wc.MinHash().update_batch("mill"), TypeError, "b: expected an iterable of elements, found str"),
        (lambda: wc.MinHash().update_batch(["a", None]), TypeError, r"b\[1\]: expected str, bytes or int, found None"),
        (lambda: wc.MinHash().update_batch(5), TypeError, "b: expected an iterable of elements, found int"),
        (lambda: wc.MinHash().update_batch(np.array([-1])), ValueError, "b: found `-1`"),
        (lambda: wc.MinHash().update_batch(np.array([0.5])), TypeError, r"b\[0\]: expected str, bytes or int"),
        (lambda: wc.MinHash().jaccard(wc.MinHash(64)), ValueError, "differ in number of values, `128` and `64`"),
        (lambda: wc.MinHash().jaccard(wc.MinHash(seed=1)), ValueError, "differ in seed, .* and `1`"),
        (lambda: wc.MinHash().merge(wc.MinHash(seed=1)), ValueError, "differ in seed"),
        (lambda: wc.MinHash().jaccard("mill"), TypeError, "other: expected MinHash, found str"),
        (lambda: wc.MinHash.union(wc.MinHash()), ValueError, "found 1 signatures, expected two or more"),
        (lambda: wc.MinHash.from_texts("mill"), TypeError, "texts: expected an iterable of str, found str"),
        (lambda: wc.MinHash.from_texts(["a", 5]), TypeError, r"texts\[1\]: expected str, found int"),
        (lambda: wc.MinHash.from_text("a", shingle=0), ValueError, "shingle: `0`"),
        (lambda: wc.MinHash.from_text("a", analyzer="words"), TypeError, "analyzer: expected Analyzer, found str"),
        (lambda: wc.MinHash.standard_error(2), ValueError, "jaccard: `2`"),
        (lambda: wc.SimHash("mill"), TypeError, "elements: expected an iterable of elements, found str"),
        (lambda: wc.SimHash(["a"], weights=[-1]), ValueError, "element 0 .* has the weight `-1`"),
        (lambda: wc.SimHash(["a"], weights=[math.nan]), ValueError, "has the weight `NaN`"),
        (lambda: wc.SimHash(["a"], weights=[1, 2]), ValueError, "weights: found 2 for 1 elements"),
        (lambda: wc.SimHash.from_value(2**64), ValueError, "value: `18446744073709551616`"),
        (lambda: wc.SimHash([]).distance(5), TypeError, "other: expected SimHash, found int"),
        (lambda: wc.SimHashIndex(32), ValueError, "distance: `32`, expected a whole number from 0 to 31"),
        (lambda: wc.SimHashIndex("3"), TypeError, "distance: expected int, found str"),
        (lambda: wc.SimHashIndex(2).merge(wc.SimHashIndex(3)), ValueError, "differ in distance, `2` and `3`"),
        (lambda: wc.SimHashIndex(2).insert("a", 5), TypeError, "simhash: expected SimHash, found int"),
        (lambda: wc.MinHashLSH(0), ValueError, "threshold is `0`, expected a number above 0 and at most 1"),
        (lambda: wc.MinHashLSH(1.5), ValueError, "threshold is `1.5`"),
        (lambda: wc.MinHashLSH(math.nan), ValueError, "threshold is `NaN`"),
        (lambda: wc.MinHashLSH("0.5"), TypeError, "threshold: expected float, found str"),
        (lambda: wc.MinHashLSH(params=(64, 4)), ValueError, "`64` bands of `4` values do not fit a signature of 128"),
        (lambda: wc.MinHashLSH(params=(0, 4)), ValueError, "expected bands and values of at least 1"),
        (lambda: wc.MinHashLSH(params=4), TypeError, "params: expected two numbers, found `4`"),
        (lambda: wc.MinHashLSH(weights=(-1, 1)), ValueError, "a miss costs `1` and a false hit `-1`"),
        (lambda: wc.MinHashLSH().insert("a", wc.MinHash(64)), ValueError, "differ in number of values"),
        (lambda: wc.MinHashLSH().insert("a", "b"), TypeError, "minhash: expected MinHash, found str"),
        (lambda: wc.MinHashLSH().insert([], wc.MinHash()), TypeError, "unhashable"),
        (lambda: wc.MinHashLSH().query(wc.MinHash(seed=1)), ValueError, "differ in seed"),
    ],
)
def test_bad_input_is_refused(act: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        act()


def test_what_is_refused_changes_nothing() -> None:
    one = signature(["mill"])
    with pytest.raises(TypeError):
        one.update_batch(["wharf", None])
    assert one == signature(["mill"])
    index = wc.MinHashLSH(0.5)
    index.insert("mill", one)
    for check in (True, False):
        with pytest.raises(ValueError, match=r"in the index already|differ in number of values"):
            index.insert("mill", wc.MinHash(64), check_duplication=check)
    assert index.query(one) == ["mill"]
    assert len(index) == 1
    one.merge(one)
    assert one == signature(["mill"])


def test_the_methods_are_those_of_datasketch() -> None:
    datasketch = pytest.importorskip("datasketch", reason="the names are compared with datasketch's")
    # What depends on Redis, on functions of the caller's or on the GPU.
    left_out = {"buffer_size", "add_to_query_buffer", "collect_query_buffer", "get_counts", "get_subset_counts"}
    for ours, theirs in ((wc.MinHash, datasketch.MinHash), (wc.MinHashLSH, datasketch.MinHashLSH)):
        names = {name for name in vars(theirs) if not name.startswith("_")}
        assert names - left_out <= set(dir(ours))
    sets = [[b"the", b"mill"], [b"mill", b"the"], [b"wharf"]]
    for MinHash in (wc.MinHash, datasketch.MinHash):
        a, b, c = MinHash.bulk(sets, num_perm=64)
        assert a.jaccard(b) == 1
        assert a.jaccard(c) == 0
        assert a == b != c
        assert len(a) == 64
        assert not a.is_empty()
        assert MinHash.union(a, c).jaccard(MinHash.union(c, b)) == 1
        assert a.digest().shape == a.hashvalues.shape == (64,)
    for package in (wc, datasketch):
        index = package.MinHashLSH(threshold=0.5, num_perm=64)
        a, b, c = package.MinHash.bulk(sets, num_perm=64)
        with index.insertion_session() as session:
            session.insert("a", a)
            session.insert("c", c)
        assert index.query(b) == ["a"]
        assert "c" in index
        assert not index.is_empty()
        other = package.MinHashLSH(threshold=0.5, num_perm=64)
        other.insert("b", b)
        index.merge(other)
        assert sorted(index.query(a)) == ["a", "b"]
        index.remove("a")
        assert index.query(a) == ["b"]
        with pytest.raises(ValueError, match="already"):
            index.insert("b", a)
        with pytest.raises(ValueError, match=r"not (exist|in the index)"):
            index.remove("z")
        with pytest.raises(ValueError, match="differ"):
            a.jaccard(package.MinHash(8))
