"""The check's relations beside what people or makers of corpora say: `make quality`.

`ntrex`: the English source and its three variants are versions of one document, and nothing else is alike.
`clough_stevenson`: answers graded by how much they took from an original. By the share of their words in it, `non`
against the rest; and all four grades, each task told by a model of the other four. Its features and its regularisation
were fixed before it was first run, and are not chosen by its result (`features`, `grades`).
`reuters21578`: re-issues (5-word shingles, Jaccard of .9 and more).
"""

import gzip
import itertools
import json
import math
import re
import sys

import numpy as np
import planted
from figures import tell
from quality_reuse import check
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import wirecopy as wc

VERSIONS = ("near_duplicate", "identical")


def main() -> int:
    for corpus, show in (("ntrex", ntrex), ("clough_stevenson", clough_stevenson), ("reuters21578", reuters)):
        folder = planted.DATA / corpus
        if not folder.exists():
            print(f"skipped: no {corpus} below {planted.DATA} (set WIRECOPY_DATA)")
            continue
        with gzip.open(folder / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
            show([json.loads(line) for line in lines])
    return 0


def ntrex(documents: list[dict]) -> None:
    known = {document["id"]: document for document in documents}
    pairs = check([{"id": d["id"], "text": d["text"]} for d in documents])["pairs"]
    # A group of identical texts stands with its first member alone.
    clusters = check_clusters(pairs)
    wanted = {
        (a["id"], b["id"])
        for a, b in itertools.combinations(documents, 2)
        if a["document"] == b["document"] and a["lang"].startswith("eng") and b["lang"].startswith("eng")
    }
    found = {pair for pair in wanted if together(pair, clusters)}
    documents_of = [(known[pair["a"]], known[pair["b"]], pair["relation"]) for pair in pairs]
    across = sum(a["document"] != b["document"] and relation in VERSIONS for a, b, relation in documents_of)
    languages = sum(a["lang"][:3] != b["lang"][:3] and relation in VERSIONS for a, b, relation in documents_of)
    # Stories that follow one another share text; of Thai, Japanese and Chinese each character counts as a word.
    reuse = sum(a["document"] != b["document"] and relation not in VERSIONS for a, b, relation in documents_of)
    tell(f"ntrex: versions among the {len(wanted)} pairs of English variants", len(found), at_least=len(wanted))
    tell("ntrex: versions across documents", across, at_most=0)
    tell("ntrex: versions between languages", languages, at_most=0)
    tell("ntrex: weaker relations across documents", reuse)


def check_clusters(pairs: list[dict]) -> dict[str, set[str]]:
    """The partners of each article among its versions, those of identical ones included."""
    same: dict[str, set[str]] = {}
    for pair in pairs:
        if pair["relation"] == "identical":
            same.setdefault(pair["a"], {pair["a"]}).add(pair["b"])
    partners: dict[str, set[str]] = {}
    for pair in pairs:
        if pair["relation"] in VERSIONS:
            for a in same.get(pair["a"], {pair["a"]}):
                for b in same.get(pair["b"], {pair["b"]}):
                    partners.setdefault(a, set()).add(b)
                    partners.setdefault(b, set()).add(a)
    for group in same.values():
        for a in group:
            partners.setdefault(a, set()).update(group)
    return partners


def together(pair: tuple[str, str], partners: dict[str, set[str]]) -> bool:
    return pair[1] in partners.get(pair[0], set())


def clough_stevenson(documents: list[dict]) -> None:
    originals = {d["task"]: d for d in documents if d["category"] == "orig"}
    report = check([{"id": d["id"], "text": d["text"]} for d in documents])
    listed = {}
    for pair in report["pairs"]:
        listed[pair["a"], pair["b"]] = pair["share_of_a"]
        listed[pair["b"], pair["a"]] = pair["share_of_b"]
    answers = [d for d in documents if d["category"] != "orig"]
    compared = [wc.compare(d["text"], originals[d["task"]]["text"]) for d in answers]
    reused = [d["category"] != "non" for d in answers]
    share = auc([(comparison.share_of_a, label) for comparison, label in zip(compared, reused, strict=True)])
    tell("clough_stevenson: AUC of the share, `non` against the rest", share, at_least=0.955)
    # In a collection of 20 versions of each original few 4-grams are rare, so that not all pairs become candidates.
    in_check = auc([(listed.get((d["id"], originals[d["task"]]["id"]), 0.0), d["category"] != "non") for d in answers])
    tell("clough_stevenson: the same of the pairs that the check of all 100 texts lists", in_check)
    grades(answers, compared)


def grades(answers: list[dict], compared: list[wc.Comparison]) -> None:
    """Tell the four grades of each task by a multinomial logistic regression over the other tasks (C = 1)."""
    of_words = [features(d["text"], comparison) for d, comparison in zip(answers, compared, strict=True)]
    labels = np.array([d["category"] for d in answers])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=1000))
    tasks = [d["task"] for d in answers]
    told = cross_val_predict(model, np.array(of_words), labels, groups=tasks, cv=LeaveOneGroupOut())
    right = np.mean(told == labels)
    tell("clough_stevenson: part of the grades told by the other tasks", right)
    print("  beside it: plain containments .76, the field .80 to .84")
    names = ["cut", "light", "heavy", "non"]
    for name in names:
        of_one = told[labels == name]
        print(f"  {name:6}" + "".join(f"{other}: {np.sum(of_one == other):2}  " for other in names))


def features(text: str, comparison: wc.Comparison) -> list[float]:
    """Give the share; the parts of the words in verbatim, edited and paraphrased passages; the longest run (logarithm);
    edits for each matching word; and story similarity.
    """
    words = max(1, len(text.split()))
    matching = {"verbatim": 0, "edited": 0, "paraphrased": 0}
    for passage in comparison.passages:
        matching[passage["form"]] += passage["words"]
    edits = sum(len(passage["edits"]) for passage in comparison.passages)
    return [
        comparison.share_of_a,
        *(count / words for count in matching.values()),
        math.log1p(comparison.longest_run),
        edits / max(1, sum(matching.values())),
        comparison.similarity,
    ]


def auc(scored: list[tuple[float, bool]]) -> float:
    """The part of all pairs of a positive and a negative one that stand in the right order; ties count half."""
    positive = [score for score, label in scored if label]
    negative = [score for score, label in scored if not label]
    right = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return right / (len(positive) * len(negative))


def reuters(documents: list[dict]) -> None:
    stories = [{"id": d["id"], "text": d["text"], "date": d["date"]} for d in documents if d["has_body"]]
    ids = {story["id"] for story in stories}
    partners: dict[str, set[str]] = {}
    pairs = check(stories)["pairs"]
    for pair in pairs:
        partners.setdefault(pair["a"], set()).add(pair["b"])
        partners.setdefault(pair["b"], set()).add(pair["a"])
    with (planted.DATA / "reuters21578/silver_pairs.tsv").open(encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    reissues = [(a, b) for a, b, jaccard, *_ in rows if is_high(jaccard) and {a, b} <= ids]
    versions = check_clusters(pairs)
    missed = [(a, b) for a, b in reissues if not together((a, b), versions) and b not in partners.get(a, set())]
    tell(f"reuters21578: re-issues found of {len(reissues)}", len(reissues) - len(missed), at_least=len(reissues))
    print(f"  missed: {missed[:5]}")
    corrections(stories, pairs)


# At the head of a story, maybe in brackets: "CORRECTED - …", "(CORRECTED)-…". "CORRECTION - …" heads a note to editors
# ("please read …"), which is no version of the story; "UPDATE" stands in headlines of the corpus as a word only.
LABEL = re.compile(r"\s*\(?(CORRECTED|UPDATE|UPDATED|REFILE|REFILED)\)?\s*[-:]")
NOTE = re.compile(r"\s*\(?CORRECTION\)?\s*-")
SHINGLE = 5


def corrections(stories: list[dict], pairs: list[dict]) -> None:
    """How many stories that say that they are corrected are flagged as revisions, among those whose original is there.

    The original: another story with at least half of the 5-word shingles of the shorter of the two in common, found by
    trying all.
    """
    labelled = {story["id"] for story in stories if LABEL.match(story["text"])}
    notes = sum(bool(NOTE.match(story["text"])) for story in stories)
    shingles = {story["id"]: shingled(story["text"]) for story in stories}
    with_original = set()
    for one in labelled:
        own = shingles[one]
        for other, others in shingles.items():
            if other != one and min(len(own), len(others)) > 0:
                if 2 * len(own & others) >= min(len(own), len(others)):
                    with_original.add(one)
                    break
    flagged = [pair for pair in pairs if pair["revision"]]
    in_flagged = {side for pair in flagged for side in (pair["a"], pair["b"])}
    found = with_original & in_flagged
    missed = sorted(with_original - found, key=int)
    print(f"  {len(labelled)} labelled as corrected, {notes} notes to editors beside them; not flagged: {missed[:5]}")
    flags = f"reuters21578: flagged `revision` of {len(with_original)} labelled stories with another version"
    tell(flags, len(found), at_least=len(with_original))
    others = [pair for pair in flagged if not {pair["a"], pair["b"]} & labelled]
    wrong = [pair for pair in flagged if pair["revision"]["later"] == "unknown"]
    print(
        f"reuters21578: {len(flagged)} pairs flagged `revision`, {len(others)} of them without a labelled story; "
        f"of {len(wrong)} it is not known which is later"
    )
    if "--revisions" in sys.argv:
        for pair in flagged:
            print(pair["a"], pair["b"], pair["relation"], json.dumps(pair["revision"]["reasons"]))


def shingled(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}


def is_high(jaccard: str) -> bool:
    try:
        return float(jaccard) >= 0.9
    except ValueError:
        return False


if __name__ == "__main__":
    sys.exit(main())
