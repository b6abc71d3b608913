"""The other parts of a document: codes, history, references, definitions, keywords, prose and notices."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench.reading.banks import Picker
from bench.reading.header import MONTHS, shown_date
from bench.reading.model import Para, Style, TrueCode
from bench.reading.statements import mid

WORDS = [
    "Primary disorder",
    "Secondary disorder",
    "Disorder, other specified",
    "Condition, unspecified site",
    "Chronic form",
]
"""Own words beside a diagnosis code."""


@dataclass
class Parts:
    """Makes the paragraphs of each part, and keeps what they state."""

    pick: Picker
    style: Style
    codes: list[TrueCode] = field(default_factory=list[TrueCode])
    history: int = 0
    references: int = 0
    keywords: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    tables: int = 0

    def prose(self, name: str, count: int) -> list[Para]:
        """Paragraphs of text that holds no criterion."""
        topic = mid(self.style.subject)
        some = self.pick.some(f"prose/{name}")
        chosen = self.pick.rng.sample(some, min(count, len(some)))
        rng = self.pick.rng
        out: list[Para] = []
        for v in chosen:
            self.pick.use(v)
            text = v.text.format(
                t=topic,
                T=self.style.subject,
                pub=self.style.plan,
                m=rng.choice((6, 12)),
                q=rng.choice((1, 30, 90)),
            )
            out.append(Para("para", text, name))
        if name == "notes" and self.pick.chance(0.5):
            says = self.pick.one("meta/prior_authorization").text
            out.append(Para("para", says.format(plan=self.style.plan), name))
        return out

    def documentation(self) -> list[Para]:
        """A list that is no criterion."""
        how = self.pick.one("prose/documentation")
        items = how.many("items")
        marks = (Para("item", t, "documentation", 0, self.style.marker(0, i), i) for i, t in enumerate(items))
        return [Para("para", how.get("lead"), "documentation"), *marks]

    def code_groups(self) -> list[Para]:
        """Groups of codes by polarity, each in one of the forms of code lists."""
        pick = self.pick
        out: list[Para] = []
        if pick.chance(0.5):
            out.append(Para("para", pick.one("meta/codes/disclaimers").text, "codes"))
        form = pick.one("meta/codes/forms").get("form")
        self._group(out, "covered", form, self.style.topic.many("icd"), self.style.topic.many("hcpcs"))
        if pick.chance(0.4):
            others = [t for t in pick.some("topics/topics") if t.id != self.style.topic.id]
            self._group(out, "not_covered", form, pick.rng.choice(others).many("icd"), [])
        elif pick.chance(0.3):
            out.append(Para("heading", pick.one("meta/codes/groups/not_covered").text, "codes", depth=2))
            out.append(Para("para", "None", "codes"))
        return out

    def _group(self, out: list[Para], polarity: str, form: str, icd: list[str], hcpcs: list[str]) -> None:
        pick = self.pick
        out.append(Para("heading", pick.one(f"meta/codes/groups/{polarity}").text, "codes", depth=2))
        listed = {"icd10cm": icd, "hcpcs": hcpcs if pick.chance(0.7) else [], "cpt": self._cpt()}
        for system, codes in listed.items():
            if not codes:
                continue
            label = pick.one(f"meta/codes/systems/{system}").text
            dash = pick.word(["-", "–", "-"])
            shown = [(c.replace("-", dash), self._label(system)) for c in codes]
            for code in codes:
                first, _, last = code.partition("-")
                self.codes.append(TrueCode(system, first, last or first, polarity))
            out += self._listed(form, label, shown)

    def _cpt(self) -> list[str]:
        """Numbers in the manner of procedure codes; no descriptor ever stands beside them."""
        rng = self.pick.rng
        if self.pick.chance(0.3):
            return []
        some = [str(rng.randrange(20000, 69990)) for _ in range(rng.choice((1, 2, 3, 4)))]
        return [*some, f"0{rng.randrange(100, 999)}T"] if self.pick.chance(0.25) else some

    def _label(self, system: str) -> str:
        return self.pick.word(WORDS) if system == "icd10cm" else f"{self.style.subject}, related item"

    def _listed(self, form: str, label: str, shown: list[tuple[str, str]]) -> list[Para]:
        def para(text: str) -> Para:
            return Para("para", text, "codes")

        match form:
            case "table":
                self.tables += 1
                head = Para("row", "", "codes", cells=("Code", "Description"), table=self.tables, head=True)
                return [
                    para(label),
                    head,
                    *(Para("row", "", "codes", cells=x, table=self.tables) for x in shown),
                ]
            case "lines":
                return [para(label), *(para(f"{c} {d}") for c, d in shown)]
            case "pipes":
                return [para(label), *(para(f"{c} | {d}") for c, d in shown)]
            case "tab":
                return [para(f"{label}\tDescription"), *(para(f"{c}\t{d}") for c, d in shown)]
            case "dash":
                return [para(label), *(para(f"{c} - {d}") for c, d in shown)]
            case "ranges":
                return [para(f"{label}: " + "; ".join(c for c, _ in shown))]
            case _:
                return [para(f"{label}: " + ", ".join(c for c, _ in shown))]

    def history_events(self) -> list[Para]:
        """What happened to the policy, year by year."""
        pick, rng = self.pick, self.pick.rng
        form = pick.one("meta/history/forms").get("form")
        count = rng.choice((2, 3, 4, 5, 8))
        years = range(2024, 2024 - count, -1)
        events: list[tuple[str, str, str, str]] = []
        for year in years:
            kind = "new" if year == years[-1] else pick.word(["reviewed", "reviewed", "revised"])
            says = pick.one(f"meta/history/says/{kind}").text
            month = rng.randrange(1, 13)
            day, _ = shown_date(rng, "{mm}/{dd}/{y}", year, month, rng.randrange(1, 29))
            events.append((f"{year}: {MONTHS[month - 1]}", f"{month:02}/{year}", day, says))
        self.history = len(events)
        self.tables += 1
        return (
            [p for e in events for p in self._event(form, e)]
            if form != "reviewed_list"
            else _listed_dates(events)
        )

    def _event(self, form: str, event: tuple[str, str, str, str]) -> list[Para]:
        year, month, day, says = event
        match form:
            case "colon" | "bullets":
                marker = self.style.markers[0] if form == "bullets" else "•"
                return [
                    Para("item", f"{year} – {says}", "history", marker="•" if marker[0].isalnum() else marker)
                ]
            case "table" | "table_action":
                cells = (day, says) if form == "table" else (says, day)
                return [Para("row", "", "history", cells=cells, table=self.tables)]
            case _:
                return [Para("para", f"{month} {says}", "history")]

    def reference_list(self) -> list[Para]:
        some = self.pick.some("prose/references")
        chosen = self.pick.rng.sample(some, min(self.pick.rng.choice((2, 3, 4, 5)), len(some)))
        self.references = len(chosen)
        out: list[Para] = []
        for i, v in enumerate(chosen):
            who, title, where, year = v.many("list")
            out.append(
                Para("item", f"{who} {title} {where} {year}.", "references", marker=f"{i + 1}.", number=i)
            )
        return out

    def definition_list(self) -> list[Para]:
        some = self.pick.some("prose/definitions")
        chosen = self.pick.rng.sample(some, min(3, len(some)))
        terms = [(v.many("list")[0], v.many("list")[1]) for v in chosen]
        self.definitions = tuple(t for t, _ in terms)
        return [Para("para", f"{term}: {says}", "definitions") for term, says in terms]

    def keyword_line(self) -> list[Para]:
        some = self.pick.some("prose/keywords")
        chosen = self.pick.rng.sample(some, min(5, len(some)))
        self.keywords = tuple(v.text for v in chosen)
        return [Para("para", ", ".join(self.keywords), "keywords")]


def _listed_dates(events: list[tuple[str, str, str, str]]) -> list[Para]:
    """All dates in one line, as some payers do."""
    return [Para("para", "Reviewed: " + ", ".join(e[1] for e in events), "history")]
