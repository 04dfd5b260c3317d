"""Which words the check takes for page furniture: `make quality`.

2,000 real articles on the pages of 40 invented outlets, each with a footer, header or sidebar of 10 to 80 words in
which dates and names change (furniture_texts.py). 5 % of the pages lift a passage of 18 to 60 words: from a page of
another outlet; or three pages of one outlet lift the same, from such a page or from a story that nobody else has. The
lifts stand anywhere, or all of them right beside the furniture, where hardly anything tells them from it.

Then ten folders of texts without sources: five pages of each of twelve outlets, where four texts lift one passage.
"""

import functools
import random
import re
import sys
from dataclasses import dataclass

import furniture_texts
import planted
from figures import tell
from quality_reuse import SEED, check


@dataclass(frozen=True)
class Shape:
    """So many pages of each of so many outlets, so many lifts, and how many lift the same where not only one does."""

    outlets: int
    pages: int
    lifts: int
    lifters: int


SITES = Shape(outlets=40, pages=50, lifts=100, lifters=3)
# Files without sources, in which everything may come from anywhere.
FOLDER = Shape(outlets=12, pages=5, lifts=6, lifters=4)
FOLDERS = 10

# What the sites of the corpus put around their articles, which nobody planted: masking it would be no mistake.
OWN_FURNITURE = re.compile(
    r"""\s*\breuter\W*\Z
    | \s*(Do\ you\ have\ information\ you\ want|Share\ this\ slide:|HuffPost\ \w+\ is|Never\ miss\ a\ thing).*\Z
    | Send\ Facebook\ Twitter.{,100}?Permalink\ http\S+
    | \S*\s*\(China\ Daily\ [^)]*\)\s*\Z
    | READ\ MORE:
    | The\ Morning\ Email\ helps[^.]*\.
    | Editor['’]s\ note:[^.]*\.
    | [^.]{,150}\ contributed\ to\ this\ report\.?\s*\Z
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


def main() -> int:
    if not planted.SPEED.exists():
        print(f"no corpus at {planted.SPEED}: set WIRECOPY_DATA", file=sys.stderr)
        return 2
    for beside in (False, True):
        where = ", lifts beside it" if beside else ""
        pages = make(random.Random(SEED), SITES, beside)
        for known, with_sources in (("sources given", True), ("no sources given", False)):
            report = check([page.record(with_sources) for page in pages])
            show(f"furniture, {known}{where}", [(pages, report)])
        folders = [make(random.Random(SEED + number), FOLDER, beside) for number in range(FOLDERS)]
        checked = [(pages, check([page.record(False) for page in pages])) for pages in folders]
        show(f"furniture of a folder{where}", checked)
    return 0


class Page:
    """An article with what stands around it; parts are (kind, text), in order."""

    def __init__(self, identity: str, source: str, body: str) -> None:
        self.id, self.source = identity, source
        self.parts = [("body", paragraph) for paragraph in paragraphs_of(body)]

    def insert(self, kind: str, text: str, at: int) -> None:
        self.parts.insert(at, (kind, text))

    def anywhere(self, dice: random.Random) -> int:
        return dice.randrange(len(self.parts) + 1)

    def beside_furniture(self) -> int:
        """On the side of it that is the article's."""
        at = [kind for kind, _ in self.parts].index("furniture")
        return 1 if at == 0 else at

    def body(self) -> str:
        return " ".join(text for kind, text in self.parts if kind == "body")

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


@functools.cache
def without_furniture() -> tuple[str, ...]:
    own = (OWN_FURNITURE.sub("", text) for text in planted.english_news())
    return tuple(text for text in own if 150 <= len(text.split()) <= 1200)


def make(dice: random.Random, shape: Shape, beside: bool) -> list[Page]:
    texts = list(without_furniture())
    dice.shuffle(texts)
    outlets = [furniture_texts.Outlet(number, dice) for number in range(shape.outlets)]
    pages = []
    for number in range(shape.outlets * shape.pages):
        outlet = outlets[number % shape.outlets]
        page = Page(f"p{number}", outlet.name, texts[number])
        at = {"header": 0, "footer": len(page.parts), "sidebar": dice.randrange(1, max(2, len(page.parts)))}
        page.insert("furniture", outlet.furniture(dice), at[outlet.place])
        pages.append(page)
    held = {run for page in pages for run in runs(page.body())}
    unseen = (text for text in texts[len(pages) :] if held.isdisjoint(runs(text)))
    for turn, page in enumerate(dice.sample(pages, shape.lifts)):
        kind = ("lift", "lift by many", "lift by many of what nobody has")[turn % 3]
        others = [other for other in pages if other.source != page.source]
        story = next(unseen) if kind.endswith("has") else dice.choice(others).body()
        passage = piece(story.split(), dice)
        lifters = [page]
        if kind != "lift":
            group = others if shape is FOLDER else [p for p in pages if p.source == page.source and p is not page]
            lifters += dice.sample(group, shape.lifters - 1)
        for lifter in lifters:
            lifter.insert(kind, passage, lifter.beside_furniture() if beside else lifter.anywhere(dice))
    return pages


def runs(text: str) -> set[int]:
    """Hashes of the runs of eight words that make furniture."""
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[at : at + 8])) for at in range(len(words) - 7)}


def piece(words: list[str], dice: random.Random) -> str:
    length = dice.randint(planted.SHORTEST_PIECE, planted.LONGEST_PIECE)
    start = dice.randrange(max(1, len(words) - length))
    return " ".join(words[start : start + length])


def ignored(report: dict, page: Page) -> list[tuple[int, int]]:
    return [(span["start"], span["end"]) for span in report["ignored"] if span["id"] == page.id]


def show(name: str, checked: list[tuple[list[Page], dict]]) -> None:
    counts: dict[tuple[str, bool], int] = {}
    whole: dict[str, list[bool]] = {}
    for page, spans in ((page, ignored(report, page)) for pages, report in checked for page in pages):
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
    bars = (0.98, 0.95) if "folder" not in name else (None, None)
    tell(f"{name}: precision of the masked words", right / max(1, masked), at_least=bars[0])
    tell(f"{name}: recall of the furniture's words", right / (right + missed), at_least=bars[1])
    for kind in sorted(whole):
        if kind.startswith("lift"):
            tell(f"{name}: {kind}, masked of {len(whole[kind])}", sum(whole[kind]), at_most=0)


if __name__ == "__main__":
    sys.exit(main())
