"""Which words the check takes for page furniture: `make quality`.

2,000 real articles on the pages of 40 invented outlets, each with a footer, header or sidebar of 10 to 80 words in
which dates and names change (furniture_texts.py). 5 % of the pages lift a passage of 18 to 60 words: from a page of
another outlet; or three pages of one outlet lift the same, from such a page or from a story that nobody else has.
"""

import random
import re
import sys

import furniture_texts
import planted
from figures import tell
from quality_reuse import SEED, check

OUTLETS, PAGES = 40, 50
LIFT_PART = 0.05

# What the sites of the corpus put around their articles, which nobody planted: masking it would be no mistake.
OWN_FURNITURE = re.compile(
    r"""\s*\breuter\W*\Z
    | \s*(Do\ you\ have\ information\ you\ want|Share\ this\ slide:|HuffPost\ \w+\ is|Never\ miss\ a\ thing).*\Z
    | Send\ Facebook\ Twitter.{,100}?Permalink\ http\S+
    | \S*\s*\(China\ Daily\ [^)]*\)\s*\Z
    | READ\ MORE:
    | Editor['’]s\ note:[^.]*\.
    | [^.]{,150}\ contributed\ to\ this\ report\.?\s*\Z
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


def main() -> int:
    if not planted.SPEED.exists():
        print(f"no corpus at {planted.SPEED}: set WIRECOPY_DATA", file=sys.stderr)
        return 2
    for with_sources in (True, False):
        pages = make(random.Random(SEED))
        report = check([page.record(with_sources) for page in pages])
        known = "sources given" if with_sources else "no sources given"
        print(f"\n{len(pages):,} pages, {known}")
        show(f"furniture, {known}", pages, report)
    return 0


class Page:
    """An article with what stands around it; parts are (kind, text), in order."""

    def __init__(self, identity: str, source: str, body: str) -> None:
        self.id, self.source = identity, source
        self.parts = [("body", paragraph) for paragraph in paragraphs_of(body)]

    def insert(self, kind: str, text: str, at: int) -> None:
        self.parts.insert(at, (kind, text))

    def record(self, with_source: bool) -> dict:
        text = "\n\n".join(text for _, text in self.parts)
        return {"id": self.id, "text": text} | ({"source": self.source} if with_source else {})

    def words(self) -> list[tuple[int, int, str]]:
        """Start, end and kind of each word."""
        found, start = [], 0
        for kind, text in self.parts:
            found += [(start + m.start(), start + m.end(), kind) for m in re.finditer(r"\w+", text)]
            start += len(text) + 2
        return found


def paragraphs_of(body: str) -> list[str]:
    words = body.split()
    return [" ".join(words[at : at + 45]) for at in range(0, len(words), 45)]


def make(dice: random.Random) -> list[Page]:
    own = (OWN_FURNITURE.sub("", text) for text in planted.english_news())
    texts = [text for text in own if 150 <= len(text.split()) <= 1200]
    dice.shuffle(texts)
    outlets = [furniture_texts.Outlet(number, dice) for number in range(OUTLETS)]
    pages = []
    for number in range(OUTLETS * PAGES):
        outlet = outlets[number % OUTLETS]
        pages.append(Page(f"p{number}", outlet.name, texts[number]))
    held = {run for page in pages for run in runs(" ".join(text for _, text in page.parts))}
    unseen = (text for text in texts[len(pages) :] if held.isdisjoint(runs(text)))
    lifting = iter(dice.sample(range(len(pages)), int(LIFT_PART * len(pages))))
    for turn, number in enumerate(lifting):
        page = pages[number]
        kind = ("lift", "lift by three", "lift by three of what nobody has")[turn % 3]
        others = [other for other in pages if other.source != page.source]
        story = (
            next(unseen)
            if kind.endswith("has")
            else " ".join(text for k, text in dice.choice(others).parts if k == "body")
        )
        passage = piece(story.split(), dice)
        lifters = [page]
        if kind != "lift":
            lifters += dice.sample([p for p in pages if p.source == page.source and p is not page], 2)
        for lifter in lifters:
            lifter.insert(kind, passage, dice.randrange(len(lifter.parts) + 1))
    for number, page in enumerate(pages):
        outlet = outlets[number % OUTLETS]
        text = outlet.furniture(dice)
        at = {"header": 0, "footer": len(page.parts), "sidebar": dice.randrange(1, max(2, len(page.parts)))}[
            outlet.place
        ]
        page.insert("furniture", text, at)
    return pages


def runs(text: str) -> set[int]:
    """Hashes of the runs of eight words that make furniture."""
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[at : at + 8])) for at in range(len(words) - 7)}


def piece(words: list[str], dice: random.Random) -> str:
    length = dice.randint(planted.SHORTEST_PIECE, planted.LONGEST_PIECE)
    start = dice.randrange(max(1, len(words) - length))
    return " ".join(words[start : start + length])


def show(name: str, pages: list[Page], report: dict) -> None:
    ignored: dict[str, list[tuple[int, int]]] = {}
    for span in report["ignored"]:
        ignored.setdefault(span["id"], []).append((span["start"], span["end"]))
    counts: dict[tuple[str, bool], int] = {}
    whole: dict[str, list[bool]] = {}
    for page in pages:
        spans = ignored.get(page.id, [])
        masked_of: dict[str, list[bool]] = {}
        for start, end, kind in page.words():
            masked = any(low <= start and end <= high for low, high in spans)
            counts[kind, masked] = counts.get((kind, masked), 0) + 1
            masked_of.setdefault(kind, []).append(masked)
            if "--wrong" in sys.argv and masked != (kind == "furniture"):
                print(page.id, kind, masked, page.record(False)["text"][start:end])
        for kind, flags in masked_of.items():
            whole.setdefault(kind, []).append(any(flags))
    masked = sum(count for (_, flag), count in counts.items() if flag)
    right, missed = counts.get(("furniture", True), 0), counts.get(("furniture", False), 0)
    tell(f"{name}: precision of the masked words", right / max(1, masked), at_least=0.98)
    tell(f"{name}: recall of the furniture's words", right / (right + missed), at_least=0.95)
    for kind in sorted(whole):
        if kind.startswith("lift"):
            tell(f"{name}: {kind}, masked of {len(whole[kind])}", sum(whole[kind]), at_most=0)


if __name__ == "__main__":
    sys.exit(main())
