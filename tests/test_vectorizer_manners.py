"""The vectorisers among other estimators: parameters, copies, pipelines, names, with and without scikit-learn."""

import copy
import json
import pickle
import subprocess
import sys
from typing import Any

import pytest

import wirecopy as wc

np = pytest.importorskip("numpy")
pytest.importorskip("scipy", reason="SciPy is not installed")


TEXTS = [
    "The night ferry ran aground, and the harbour closed.",
    "Bread will cost more from Friday; the mills blame the harvest.",
    "The mills say the harvest was late.",
    "A second ferry left the harbour at night.",
]
TARGET = [0, 1, 1, 0]

VECTORIZERS = [wc.CountVectorizer, wc.TfidfVectorizer, wc.HashingVectorizer]
LEARNING = [wc.CountVectorizer, wc.TfidfVectorizer]
ALL = [*VECTORIZERS, wc.TfidfTransformer]


def fit_input(kind: Any) -> Any:
    return wc.CountVectorizer().fit_transform(TEXTS) if kind is wc.TfidfTransformer else TEXTS


def equal(left: Any, right: Any) -> bool:
    return left.shape == right.shape and left.dtype == right.dtype and (left != right).nnz == 0


@pytest.mark.parametrize("kind", ALL)
def test_parameters_are_read_set_and_printed(kind: Any) -> None:
    estimator = kind(norm="l1") if kind is not wc.CountVectorizer else kind(min_df=2)
    name, value = ("min_df", 3) if kind is wc.CountVectorizer else ("norm", None)

    assert estimator.set_params(**{name: value}) is estimator
    assert estimator.get_params()[name] == value
    assert repr(estimator) == f"{kind.__name__}({name}={value!r})"
    assert repr(kind()) == f"{kind.__name__}()"
    with pytest.raises(ValueError, match="Invalid parameter 'colour' for estimator"):
        estimator.set_params(colour="red")


@pytest.mark.parametrize("kind", ALL)
def test_a_clone_has_the_parameters_and_no_memory(kind: Any) -> None:
    base = pytest.importorskip("sklearn.base", reason="scikit-learn is not installed")
    estimator = kind().fit(fit_input(kind))
    twin = base.clone(estimator)

    assert type(twin) is kind
    assert twin.get_params() == estimator.get_params()
    assert not hasattr(twin, "vocabulary_")
    assert not hasattr(twin, "idf_")


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
@pytest.mark.parametrize("kind", ALL)
def test_copies_do_what_the_original_does(kind: Any, duplicate: Any) -> None:
    given = fit_input(kind)
    estimator = kind().fit(given)
    twin = duplicate(estimator)

    assert type(twin) is kind
    assert equal(twin.transform(given), estimator.transform(given))
    assert repr(twin) == repr(estimator)
    if kind in LEARNING:
        assert twin.vocabulary_ == estimator.vocabulary_


def words_of(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize("kind", VECTORIZERS)
def test_a_function_travels_in_a_pickle(kind: Any) -> None:
    estimator = kind(tokenizer=words_of, token_pattern=None).fit(TEXTS)

    assert equal(pickle.loads(pickle.dumps(estimator)).transform(TEXTS), estimator.transform(TEXTS))


def test_what_somebody_put_onto_an_estimator_survives() -> None:
    estimator = wc.CountVectorizer().fit(TEXTS)
    estimator.remark = "spring edition"

    assert pickle.loads(pickle.dumps(estimator)).remark == "spring edition"


@pytest.mark.parametrize("kind", LEARNING)
def test_the_vocabulary_is_a_dict_like_any_other(kind: Any) -> None:
    estimator = kind(ngram_range=(1, 2)).fit(TEXTS)
    vocabulary = estimator.vocabulary_

    assert isinstance(vocabulary, dict)
    assert vocabulary is estimator.vocabulary_
    assert json.loads(json.dumps(vocabulary)) == vocabulary == dict(vocabulary.items())
    assert vocabulary.get("night ferry") == sorted(vocabulary).index("night ferry")
    assert sorted(vocabulary.values()) == list(range(len(vocabulary)))


def test_a_changed_vocabulary_counts_as_changed() -> None:
    estimator = wc.CountVectorizer().fit(TEXTS)
    before = estimator.transform(["ferry ferry kelp"])
    vocabulary = estimator.vocabulary_
    vocabulary["kelp"] = vocabulary.pop("ferry")
    after = estimator.transform(["ferry ferry kelp"])

    assert (before.sum(), after.sum()) == (2, 1)
    estimator.vocabulary_ = {"kelp": 1, "ferry": 0}
    assert estimator.transform(["ferry ferry kelp"]).toarray().tolist() == [[2, 1]]


@pytest.mark.parametrize("kind", LEARNING)
def test_names_of_columns_are_an_array_of_objects(kind: Any) -> None:
    estimator = kind().fit(TEXTS)
    names = estimator.get_feature_names_out()

    assert names.dtype == object
    assert names.tolist() == sorted(estimator.vocabulary_)
    assert set(map(type, names)) == {str}
    assert kind(vocabulary=["pier", "mill"]).get_feature_names_out().tolist() == ["pier", "mill"]


@pytest.mark.parametrize("kind", LEARNING)
def test_inverse_transform_gives_the_terms_of_rows(kind: Any) -> None:
    estimator = kind(vocabulary=["pier", "mills", "ferry"]).fit(TEXTS)
    matrix = estimator.transform(TEXTS)

    expected = [["ferry"], ["mills"], ["mills"], ["ferry"]]
    assert [terms.tolist() for terms in estimator.inverse_transform(matrix)] == expected
    assert [terms.tolist() for terms in estimator.inverse_transform(matrix.toarray())] == expected
    assert [terms.tolist() for terms in estimator.inverse_transform(matrix.tocsc())] == expected


@pytest.mark.parametrize("kind", LEARNING)
def test_nothing_can_be_asked_of_an_unfitted_vectorizer(kind: Any) -> None:
    message = "Vocabulary not fitted or provided"
    with pytest.raises(ValueError, match=message) as caught:
        kind().get_feature_names_out()
    assert isinstance(caught.value, AttributeError)
    assert type(caught.value).__name__ == "NotFittedError"
    if "sklearn" in sys.modules:
        assert type(caught.value) is sys.modules["sklearn.exceptions"].NotFittedError
    with pytest.raises(ValueError, match=message):
        kind().inverse_transform([[1]])
    with pytest.raises(ValueError, match=message if kind is wc.CountVectorizer else "The TF-IDF vectorizer is not"):
        kind().transform(TEXTS)


def test_matrices_are_sparse_rows_of_the_usual_types() -> None:
    from scipy import sparse

    matrix = wc.CountVectorizer().fit_transform(TEXTS)
    assert sparse.isspmatrix_csr(matrix)
    assert (matrix.dtype, matrix.indices.dtype, matrix.indptr.dtype) == (np.int64, np.int32, np.int32)
    assert matrix.has_canonical_format
    for dtype in (np.float64, np.float32, np.int32, np.int8, bool):
        assert wc.CountVectorizer(dtype=dtype).fit_transform(TEXTS).dtype == dtype
    matrix.data *= 2
    assert matrix.max() == 4


class Shouting(wc.CountVectorizer):
    def build_analyzer(self) -> Any:
        analyze = super().build_analyzer()
        return lambda document: [term.upper() for term in analyze(document)]


class Decoding(wc.TfidfVectorizer):
    def decode(self, doc: Any) -> Any:
        return doc["text"]


def test_methods_of_a_subclass_are_heard() -> None:
    assert "FERRY" in Shouting().fit(TEXTS).vocabulary_
    assert "ferry" in Decoding().fit([{"text": text} for text in TEXTS]).vocabulary_


def test_parameters_that_change_after_the_fit_are_read_anew() -> None:
    counts = wc.CountVectorizer().fit(["ferry Ferry"])
    assert counts.transform(["Ferry"]).sum() == 1
    counts.lowercase = False
    assert counts.transform(["Ferry"]).sum() == 0

    weights = wc.TfidfVectorizer(norm=None).fit(["ferry mill", "ferry"])
    before = weights.transform(["mill"]).sum()
    weights.set_params(norm="l1")
    assert weights.transform(["mill"]).sum() == before
    assert weights.fit(["ferry mill", "ferry"]).transform(["mill"]).sum() == 1


class TestAmongEstimators:
    @pytest.fixture(autouse=True)
    def _sklearn(self) -> None:
        pytest.importorskip("sklearn", reason="scikit-learn is not installed")

    def test_a_pipeline_learns(self) -> None:
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline

        pipeline = make_pipeline(wc.CountVectorizer(), wc.TfidfTransformer(), LogisticRegression(C=100))
        assert pipeline.fit(TEXTS, TARGET).predict(TEXTS).tolist() == TARGET
        assert pipeline[:-1].get_feature_names_out().tolist() == sorted(pipeline[0].vocabulary_)
        assert "CountVectorizer" in pipeline._repr_html_()
        hashed = make_pipeline(wc.HashingVectorizer(n_features=2**8), LogisticRegression(C=100))
        assert hashed.fit(TEXTS, TARGET).predict(TEXTS).tolist() == TARGET

    def test_a_column_transformer_takes_columns_of_text(self) -> None:
        pandas = pytest.importorskip("pandas")
        from sklearn.compose import ColumnTransformer

        frame = pandas.DataFrame({"title": ["Ferry", "Bread", "Harvest", "Ferry"], "text": TEXTS})
        columns = ColumnTransformer([("title", wc.CountVectorizer(), "title"), ("text", wc.TfidfVectorizer(), "text")])
        matrix = columns.fit_transform(frame)

        names = columns.get_feature_names_out().tolist()
        assert names[:3] == ["title__bread", "title__ferry", "title__harvest"]
        assert matrix.shape == (4, len(names))

    def test_a_feature_union_puts_matrices_side_by_side(self) -> None:
        from sklearn.pipeline import FeatureUnion

        union = FeatureUnion([("words", wc.TfidfVectorizer()), ("letters", wc.CountVectorizer(analyzer="char_wb"))])
        matrix = union.fit_transform(TEXTS)

        names = union.get_feature_names_out().tolist()
        assert matrix.shape == (4, len(names))
        assert {"words__ferry", "letters__f"} <= set(names)

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_a_grid_search_sets_parameters_of_a_step(self, jobs: int) -> None:
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import GridSearchCV
        from sklearn.pipeline import Pipeline

        steps = [("terms", wc.TfidfVectorizer()), ("class", LogisticRegression())]
        grid = {"terms__ngram_range": [(1, 1), (1, 2)], "terms__min_df": [1, 2], "terms__norm": ["l1", "l2"]}
        search = GridSearchCV(Pipeline(steps), grid, cv=2, n_jobs=jobs).fit(TEXTS * 4, TARGET * 4)

        assert search.best_score_ == 1.0
        assert search.best_estimator_["terms"].ngram_range in [(1, 1), (1, 2)]
        assert len(search.cv_results_["params"]) == 8

    def test_the_transformer_passes_all_checks_of_estimators(self) -> None:
        from sklearn.utils.estimator_checks import check_estimator

        outcomes = check_estimator(wc.TfidfTransformer(), on_skip=None, on_fail=None)
        assert [outcome["check_name"] for outcome in outcomes if outcome["status"] == "failed"] == []
        assert sum(outcome["status"] == "passed" for outcome in outcomes) > 40

    # It has nothing but one check of the repr for them, and says so.
    @pytest.mark.filterwarnings("ignore:Can't test estimator")
    @pytest.mark.parametrize("kind", VECTORIZERS)
    def test_the_vectorizers_pass_the_checks_that_there_are_for_texts(self, kind: Any) -> None:
        from sklearn.utils.estimator_checks import check_estimator

        outcomes = check_estimator(kind(), on_skip=None, on_fail=None)
        assert [outcome["check_name"] for outcome in outcomes if outcome["status"] == "failed"] == []

    @pytest.mark.parametrize("kind", ALL)
    def test_every_public_name_of_theirs_is_there(self, kind: Any) -> None:
        from sklearn.feature_extraction import text

        theirs = getattr(text, kind.__name__)
        names = {name for name in dir(theirs()) if not name.startswith("_")}
        assert names <= set(dir(kind()))
        assert set(theirs().get_params()) <= set(kind().get_params())
        unlike = {name for name, value in theirs().get_params().items() if kind().get_params()[name] != value}
        assert unlike == set()

    def test_documents_are_no_metadata(self) -> None:
        from sklearn import config_context
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline

        with config_context(enable_metadata_routing=True):
            pipeline = make_pipeline(wc.TfidfVectorizer(), LogisticRegression())
            assert pipeline.fit(TEXTS, TARGET).predict(TEXTS).shape == (4,)

    @pytest.mark.parametrize("kind", VECTORIZERS)
    def test_matrices_become_arrays_where_scikit_learn_is_told_so(self, kind: Any) -> None:
        from scipy import sparse
        from sklearn import config_context

        with config_context(sparse_interface="sparray"):
            assert isinstance(kind().fit_transform(TEXTS), sparse.csr_array)
            assert isinstance(kind().fit(TEXTS).transform(TEXTS), sparse.csr_array)


def test_without_scipy_the_remedy_is_named() -> None:
    script = """
import sys
sys.modules["scipy"] = None
sys.modules["sklearn"] = None
import wirecopy as wc
fitted = wc.CountVectorizer().fit(["a ferry"])
print(fitted.get_feature_names_out().tolist())
weighing, hashing = wc.TfidfVectorizer(), wc.HashingVectorizer()
for work in (fitted.transform, fitted.fit_transform, weighing.fit_transform, hashing.transform):
    try:
        work(["a ferry"])
    except ImportError as error:
        print(error.name, error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    remedy = "scipy sparse matrices need SciPy, which is not installed; run `pip install scipy`\n"
    assert (done.stdout, done.stderr) == ("['ferry']\n" + 4 * remedy, "")


def test_everything_but_pipelines_works_without_scikit_learn() -> None:
    script = f"""
import pickle, sys
sys.modules["sklearn"] = None
import wirecopy as wc

texts = {TEXTS!r}
vectorizer = wc.TfidfVectorizer(min_df=1)
matrix = vectorizer.fit_transform(texts)
assert repr(vectorizer) == "TfidfVectorizer()", repr(vectorizer)
assert repr(vectorizer.set_params(norm="l1")) == "TfidfVectorizer(norm='l1')"
assert vectorizer.get_params()["norm"] == "l1"
twin = pickle.loads(pickle.dumps(vectorizer))
assert (twin.transform(texts) != vectorizer.transform(texts)).nnz == 0
assert abs(twin.transform(texts) - matrix).max() < 1e-15
assert vectorizer.get_feature_names_out()[0] == "aground"
two_steps = wc.TfidfTransformer().fit_transform(wc.CountVectorizer().fit_transform(texts))
assert abs(two_steps - matrix).max() < 1e-15
assert wc.TfidfTransformer().fit([[1, 0], [1, 1]]).get_feature_names_out().tolist() == ["x0", "x1"]
assert wc.HashingVectorizer().fit_transform(texts).shape == (4, 2**20)
nan = float("nan")
for wrong, message in ([[[[1]]], "3D"], [[["a"]], "convert"], [[[nan, 1]], "NaN"], [[[1, 2, 3]], "3 features"]):
    try:
        wc.TfidfTransformer().fit([[1, 0], [1, 1]]).transform(wrong)
    except ValueError as error:
        assert message in str(error), error
    else:
        assert False, wrong
try:
    wc.TfidfVectorizer().idf_
except wc.TfidfVectorizer.idf_.fget.__globals__["NotFittedError"] as error:
    assert isinstance(error, ValueError) and isinstance(error, AttributeError)
print("sklearn" in sys.modules and sys.modules["sklearn"] is None)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("True\n", "")
