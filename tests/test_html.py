"""`_repr_html_`: what a notebook shows, and that text stays text."""

from html.parser import HTMLParser

import pytest

import wirecopy as wc

SHARED = (
    "Divers who went down at low tide found three breaches below the waterline, each wide enough to put an arm "
    "through, and marked them with yellow paint."
)
WIRE = f"The night ferry to Saint Olave ran aground on Tuesday. {SHARED} Repairs begin on Monday, the owner said."
BLOG = f"My cousin crosses every week, so I asked around. {SHARED} Nobody wants to say when boats will run again."

HOSTILE = (
    "</td></mark></table></script><script>alert(1)</script><img src=x onerror='alert(2)'>"
    '"><svg/onload=alert(3)> <a href="javascript:alert(4)">&lt;b&gt; <!-- <style>*{display:none}</style> '
)
# Each of these turns the direction of what follows, or ends such a turn.
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"

TAGS = {"div", "p", "strong", "small", "table", "caption", "thead", "tbody", "tr", "th", "td", "mark", "del", "ins"}
ATTRIBUTES = {"class", "style", "dir", "colspan"}


class Page(HTMLParser):
    """What a browser makes of a page, which may consist of our own tags and attributes only."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            assert name in ATTRIBUTES
            assert value is not None
            assert "url" not in value
            # Dollar signs are no mathematics.
            assert name != "class" or set(value.split()) == {"tex2jax_ignore", "mathjax_ignore"}
        if not self.open:
            assert dict(attrs).get("class") or tag == "p"
        self.open.append(tag)
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.texts)

    def inside(self, tag: str) -> list[str]:
        return [text for where, text in self.texts if where == tag]


def hostile_articles() -> list[dict[str, str]]:
    a = f"{HOSTILE} {WIRE.replace('yellow', f'{HOSTILE} {BIDI}')}"
    b = f"{BLOG.replace('yellow', f'ochre {HOSTILE} {BIDI}')} {HOSTILE}"
    return [{"id": f"{HOSTILE}{BIDI}1", "text": a}, {"id": f"{HOSTILE}{BIDI}2", "text": b}]


def hostile_pages() -> list[object]:
    a, b = hostile_articles()
    report = wc.check([a, b, {"id": f"{HOSTILE}{BIDI}3", "text": ""}])
    both = wc.compare(a["text"], b["text"])
    assert len(report.passages)
    assert any(passage["edits"] for passage in both.passages)
    return [
        pytest.param(report, id="report"),
        pytest.param(both, id="comparison"),
        pytest.param(report.pairs, id="pairs"),
        pytest.param(report.passages, id="passages"),
        pytest.param(report.skipped, id="skipped"),
        pytest.param(wc.Table({f"{HOSTILE}{BIDI}": [f"{HOSTILE}{BIDI}", BIDI]}), id="table"),
    ]


@pytest.mark.parametrize("shown", hostile_pages())
def test_hostile_text_stays_text(shown: wc.Report | wc.Comparison | wc.Table) -> None:
    page = Page(shown._repr_html_())

    assert "<script>alert(1)</script>" in page.text
    assert not set(BIDI) & set(page.text)


def test_bidi_controls_are_shown() -> None:
    both = wc.compare(WIRE.replace("yellow", "\u202eyellow"), BLOG)

    assert "with \\u202eyellow paint" in Page(both._repr_html_()).text
    assert "\\u202ex" in Page(wc.Table({"n": ["\u202ex"]})._repr_html_()).text


def test_a_comparison_shows_both_sides_with_their_edits_marked() -> None:
    both = wc.compare(WIRE, BLOG.replace("yellow paint", "orange paint"))

    page = Page(both._repr_html_())

    assert page.inside("strong") == ["partial_reuse"]
    assert page.inside("del") == ["yellow"]
    assert page.inside("ins") == ["orange"]
    assert [text.split(":")[0] for text in page.inside("th")] == ["a", "b"]
    assert f"{100 * both.share_of_a:.0f} % of its words" in page.text
    before, after = SHARED.split("yellow")
    assert page.inside("mark") == [before, after, before, after]


def test_a_comparison_that_finds_nothing_says_so() -> None:
    page = Page(wc.compare("Bread costs more.", "The ferry sank.")._repr_html_())

    assert page.inside("strong") == ["no relation"]
    assert page.inside("caption") == ["0 passages"]


def test_the_lines_of_a_passage_stay_lines() -> None:
    lined = SHARED.replace(" three ", "\r\nthree ").replace(" each ", "\r each\u2028")

    page = Page(wc.compare(lined, SHARED)._repr_html_())

    assert "found\nthree breaches" in page.text
    assert "waterline,\n each wide" in page.text


def test_long_passages_and_many_are_cut() -> None:
    words = ["".join("abcdefghij"[int(digit)] for digit in f"{number:05}") for number in range(3000)]
    page = Page(wc.compare(" ".join(words), " ".join([*words, "end"]))._repr_html_())
    assert len(page.text) < 8000
    assert page.text.count("more characters") == 2

    shared = [" ".join(words[start : start + 20]) for start in range(0, 1000, 20)]
    own = [f"{word[::-1]}k" for word in words], [f"{word[::-1]}l" for word in words]
    a, b = (
        " ".join(f"{text} {' '.join(fill[50 * number : 50 * number + 50])}" for number, text in enumerate(shared))
        for fill in own
    )
    both = wc.compare(a, b)
    assert len(both.passages) == 50
    assert "50 passages, the first 20 shown" in Page(both._repr_html_()).text


def test_a_report_shows_the_counts_then_the_pairs() -> None:
    page = Page(wc.check([WIRE, BLOG, "", WIRE.upper()])._repr_html_())

    assert page.inside("p") == ["Report of 3 articles: 2 pairs (1 identical, 1 partial_reuse), 1 passage, 1 skipped"]
    assert page.inside("td")[:5] == ["identical", "0", "3", "100 %", "100 %"]
    assert page.tags.index("p") < page.tags.index("table")


def test_a_report_without_pairs_shows_the_counts() -> None:
    page = Page(wc.check([WIRE])._repr_html_())

    assert page.text == "Report of 1 article: 0 pairs, 0 passages"


def test_a_report_of_many_pairs_shows_the_first() -> None:
    page = Page(wc.check([WIRE] * 1001)._repr_html_())

    assert "the first 20 of 1,000; the table .pairs has all" in page.text
    assert page.tags.count("tr") == 21


@pytest.mark.parametrize(
    ("rows", "shown", "caption"), [(0, 0, "0 rows"), (3, 3, "3 rows"), (300_000, 20, "300,000 rows")]
)
def test_a_table_shows_its_first_rows(rows: int, shown: int, caption: str) -> None:
    page = Page(wc.Table({"n": range(rows), "name": ["x"] * rows})._repr_html_())

    assert page.tags.count("td") == 2 * shown
    assert page.inside("th") == ["n", "name"]
    assert f"{caption}, 2 columns" in page.text
    assert ("the first 20 shown" in page.text) == (rows > 20)


def test_emoji_and_joined_letters_stay_whole() -> None:
    table = wc.Table({"text": ["👩‍🚒 نمی‌خواهم"]})

    assert "👩‍🚒 نمی‌خواهم" in Page(table._repr_html_()).text
    assert "👩‍🚒 نمی‌خواهم" in repr(table)
