"""Page furniture of invented outlets: what stands around their articles on every page, with names and dates in it."""

import random

# What changes from page to page stands in braces.
BLOCKS = (
    "Get the {outlet} morning letter: five stories before breakfast, free, and gone from your inbox by noon.",
    "Sign up for our weekend edition and read the long pieces first, every Saturday before eight.",
    "Follow our reporters on all the usual networks, or write to tips@{host} if you know more than we do.",
    "By {name}, staff writer",
    "Posted on {date} by {name} in {place} and the region",
    "Updated {date} at {time} local time | {number} comments | {number} shares",
    "Photo: {name} for the {outlet}. Pictures may not be used again without a written permit.",
    "{name} covers the harbour and the council for the {outlet}. Reach them at {number} {number}.",
    "Editing by {name} and {name}; additional reporting from {place} by {name}",
    "Copyright {year} {outlet}. No part of this page may be stored, sold or broadcast in any form.",
    "This story first ran in the printed {outlet} of {date}, on page {number}, under another headline.",
    "Correction, {date}: an earlier version of this page gave the wrong first name of a witness.",
    "Have your say below. Comments are read by people before they appear, and the rude ones never do.",
    "Most read today in {place}: what the tram will cost, who won the flower show, why the bells are late.",
    "Our newsroom is paid for by {number} readers who give what they can; will you be the next one?",
    "Print this page, send it to a friend, or save it for the train with the button on the left.",
    "The views in this column are those of its author and not of the {outlet} or the people who own it.",
    "Terms of use, privacy, cookies, imprint, advertise with us, jobs at the {outlet}",
    "Already a member? Log in here. Not yet? The first month costs less than a cup of coffee.",
    "Tomorrow in the {outlet}: {name} on the price of bread, and a walk along the old wall of {place}.",
    "Subscribe to our channel for live pictures from {place}, weather at the quay and the evening bulletin.",
    "Weather for {place} on {date}: {number} degrees, wind from the west, rain before night.",
    "The {outlet} is a member of the press council and follows its code; complaints go to the ombudsman, {name}.",
    "Download the app, switch the alerts on, and hear of it when it happens, not an hour afterwards.",
    "Related: {name} leaves the board; {place} votes again; how to read a tide table without an uncle.",
    "An agency contributed to this report. All times are those of {place} unless we say otherwise.",
    "Reporting for this page was supported by a grant of the {name} fund for local journalism.",
    "Share this on the board of your block, at work, or with the cousin who never believes you.",
    "Letters to the editor should have no more than {number} words, a full name and a street.",
    "Listen to this article, read aloud by a machine that is still learning to say {place}.",
)
NAMES = (
    "Ada Brook", "Tomas Iversen", "Lena Marsh", "Oskar Whitlow", "Mina de Vries", "Paul Harrow", "Ines Calder",
    "Jonas Peel", "Ruth van der Laan", "Karim Oster", "Nell Fairwater", "Hugo Strand", "Petra Lindqvist",
    "Sam O'Dell", "Yara Moss",
)  # fmt: skip
PLACES = (
    "Orrin",
    "Marrow Point",
    "Saint Olave",
    "Harl",
    "Lower Quay",
    "Brackwater",
    "Tennet",
    "New Sallow",
    "Esk Bridge",
)
OUTLETS = (
    "Courier", "Herald", "Beacon", "Observer", "Ledger", "Gazette", "Dispatch", "Sentinel", "Chronicle", "Post",
)  # fmt: skip
MONTHS = ("January", "March", "April", "June", "July", "September", "October", "December")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Outlet:
    """One source: its name, and the footer, header or sidebar of 10 to 80 words that stands on all of its pages."""

    def __init__(self, number: int, dice: random.Random) -> None:
        self.name = f"{dice.choice(PLACES)} {OUTLETS[number % len(OUTLETS)]} {number // len(OUTLETS) + 1}"
        self.place = dice.choice(("header", "sidebar", "footer", "footer"))
        self.one_line = dice.random() < 0.3
        wanted = dice.randint(10, 80)
        blocks = list(BLOCKS)
        dice.shuffle(blocks)
        self.blocks: list[str] = []
        length = 0
        for block in blocks:
            words = len(block.split())
            if length + words <= 80 and (length < wanted or length < 10):
                self.blocks.append(block)
                length += words

    def furniture(self, dice: random.Random) -> str:
        """What stands around the article this time."""
        filled = [fill(block, self.name, dice) for block in self.blocks]
        return (" " if self.one_line else "\n").join(filled)


def fill(block: str, outlet: str, dice: random.Random) -> str:
    """A block with dates, names and numbers of its own. The outlet's name stays."""
    filled = block.replace("{outlet}", outlet)
    makers = {
        "{host}": lambda: outlet.lower().replace(" ", "") + ".example",
        "{name}": lambda: dice.choice(NAMES),
        "{place}": lambda: dice.choice(PLACES),
        "{number}": lambda: str(dice.randint(2, 9999)),
        "{year}": lambda: str(dice.randint(2015, 2026)),
        "{time}": lambda: f"{dice.randint(0, 23)}:{dice.randint(0, 59):02}",
        "{date}": lambda: (
            f"{dice.choice(DAYS)}, {dice.choice(MONTHS)} {dice.randint(1, 30)}, {dice.randint(2015, 2026)}"
        ),
    }
    for slot, make in makers.items():
        while slot in filled:
            filled = filled.replace(slot, make(), 1)
    return filled
