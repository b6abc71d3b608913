"""The header of a document: number, dates and lines of business, as labels and values in many forms."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench.reading.banks import Picker
from bench.reading.model import Para, Style, TrueDate

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
ODDS = {
    "effective": 0.85,
    "original_effective": 0.35,
    "revised": 0.35,
    "reviewed": 0.3,
    "published": 0.15,
    "next_review": 0.5,
}
"""How often a header states each kind of date."""


@dataclass(frozen=True)
class Header:
    """What the header states, and its lines; None and empty where nothing states it."""

    paras: tuple[Para, ...]
    number: str | None
    dates: tuple[TrueDate, ...]
    lines: tuple[str, ...]
    version: str | None
    form: str
    shown: dict[str, str]
    """Kind of date to the date as printed."""


def policy_number(rng: Random, pattern: str) -> str:
    """`CG-{abc}-##` filled: letters for {abc}, figures for #."""
    letters = [rng.choice("ABCDEGHKLMPRSTUVW") for _ in range(3)]
    text = pattern.format(
        abc="".join(letters), ab="".join(letters[:2]), bc="".join(letters[1:]), y=rng.randrange(2018, 2026)
    )
    figures = (str(rng.randrange(1, 10)) if i == 0 else str(rng.randrange(10)) for i in range(99))
    return "".join(next(figures) if c == "#" else c for c in text)


def shown_date(rng: Random, form: str, year: int, month: int, day: int) -> tuple[str, str]:
    """A date as printed, and its value: with the day, or the month alone."""
    name = MONTHS[month - 1]
    text = form.format(
        y=year,
        yy=f"{year % 100:02}",
        m=month,
        mm=f"{month:02}",
        d=day,
        dd=f"{day:02}",
        month=name,
        mon=name[:3],
    )
    return text, f"{year}-{month:02}-{day:02}" if "{d" in form else f"{year}-{month:02}"


def make_header(pick: Picker, style: Style, title: str) -> Header:
    """A header in one of the forms of the bank."""
    rng = pick.rng
    how = pick.one("meta/headers")
    form = how.get("form")
    number = policy_number(rng, pick.one("meta/numbers").text) if pick.chance(0.9) else None
    day = pick.one("meta/date_forms/day").text
    month = pick.one("meta/date_forms/month").text
    year = rng.randrange(2024, 2027)
    fields: list[tuple[str, str]] = []
    dates: list[TrueDate] = []
    shown: dict[str, str] = {}
    if number and pick.chance(0.95):
        fields.append(("number", number))
    else:
        number = None
    if pick.chance(0.5):
        fields.insert(rng.randrange(len(fields) + 1), ("title", title))
    for kind, odds in ODDS.items():
        if not pick.chance(odds):
            continue
        at = {
            "original_effective": year - rng.randrange(3, 14),
            "published": year,
            "next_review": year + 1,
        }.get(kind)
        precise = month if kind == "next_review" and pick.chance(0.5) else day
        text, value = shown_date(
            rng, precise, at or year - rng.randrange(0, 2), rng.randrange(1, 13), rng.randrange(1, 29)
        )
        fields.append((kind, text))
        dates.append(TrueDate(kind, value))
        shown[kind] = text
    version = str(rng.randrange(2, 19)) if pick.chance(0.2) else None
    if version:
        fields.append(("version", version))
    lines: tuple[str, ...] = ()
    if pick.chance(0.4):
        lines = tuple(rng.sample(("medicare", "medicaid", "commercial"), rng.choice((1, 1, 2))))
        fields.append(
            (
                "lines",
                ", ".join(
                    {"medicare": "Medicare", "medicaid": "Medicaid", "commercial": "Commercial"}[x]
                    for x in lines
                ),
            )
        )
    if form in ("prose", "footer"):
        fields = [f for f in fields if f[0] in ("effective", "reviewed")] if form == "prose" else []
        dates = [d for d in dates if any(d.kind == k for k, _ in fields)]
        shown = {k: v for k, v in shown.items() if any(k == f for f, _ in fields)}
        lines, version = (), None
        number = number if form == "footer" and any("{num}" in f for f in style.furniture) else None
    labelled = [(pick.one(f"meta/labels/{kind}").text, value) for kind, value in fields]
    return Header(_printed(form, labelled, fields), number, tuple(dates), lines, version, form, shown)


def _printed(form: str, labelled: list[tuple[str, str]], fields: list[tuple[str, str]]) -> tuple[Para, ...]:
    """The lines of a header."""

    def para(text: str) -> Para:
        return Para("para", text, "header")

    match form:
        case "tab":
            return tuple(para(f"{a}\t{b}") for a, b in labelled)
        case "colon":
            return tuple(para(f"{a}: {b}") for a, b in labelled)
        case "table":
            return tuple(Para("row", "", "header", cells=(a, b), table=90) for a, b in labelled)
        case "pipes":
            return (para(" | ".join(f"{a}: {b}" for a, b in labelled)),) if labelled else ()
        case "dots":
            return tuple(para(f"{a} {'.' * max(4, 46 - len(a) - len(b))} {b}") for a, b in labelled)
        case "below":
            return tuple(para(x) for a, b in labelled for x in (a, b))
        case "prose":
            said = {"effective": "Effective {}.", "reviewed": "Last reviewed {}."}
            text = " ".join(said[k].format(v) for k, v in fields)
            return (para(text),) if text else ()
        case "colon_table":
            pairs = [labelled[i : i + 2] for i in range(0, len(labelled), 2)]
            return tuple(
                Para("row", "", "header", cells=tuple(x for a, b in pair for x in (f"{a}:", b)), table=90)
                for pair in pairs
            )
        case "wide":
            pairs = [labelled[i : i + 2] for i in range(0, len(labelled), 2)]
            return tuple(para("      ".join(f"{a}:  {b}" for a, b in pair)) for pair in pairs)
        case _:
            return ()
