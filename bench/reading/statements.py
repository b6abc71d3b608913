"""The criteria part of a document: sentences of position with their lists, and the truth about each."""

from __future__ import annotations

from dataclasses import replace

from bench.reading.banks import Picker, Variant
from bench.reading.forest import Forest
from bench.reading.model import Para, Style, TrueStatement
from bench.reading.trees import Rule, Tree, depth, leaves
from bench.reading.words import Worded, Words, capital, lower

NEGATIVE = ("investigational", "not_medically_necessary", "cosmetic", "not_covered", "benefit_exclusion")


class Statements:
    """Statements of one document in order, with the paragraphs that print them."""

    def __init__(self, pick: Picker, style: Style) -> None:
        self.pick = pick
        self.style = style
        self.words = Words(pick, style)
        self.forest = Forest(pick, style.who)
        self.paras: list[Para] = []
        self.true: list[TrueStatement] = []
        self.subheads = pick.chance(0.4)

    # -- what a document says

    def policy(self) -> None:
        """The statements of a usual policy."""
        subject = self.style.subject
        if self.pick.chance(0.22 if self.style.layout.get("family") != "pharmacy" else 0.6):
            stages = self.pick.one("positions/stages")
            self.heading(stages.get("initial"))
            self.positive(subject, "initial")
            self.heading(stages.get("continuation"))
            self.positive(subject, "continuation")
        else:
            self._subhead("medically_necessary")
            self.positive(subject)
            if self.pick.chance(0.18):
                word = self.pick.one("positions/repeats").text
                self.positive(f"{word} {mid(subject)}")
        wanted = [
            p
            for p, odds in zip(NEGATIVE, (0.5, 0.45, 0.12, 0.12, 0.1), strict=True)
            if self.pick.chance(odds)
        ]
        caught = False
        for position in wanted:
            self._subhead(position)
            caught = self.negative(subject, position, caught)

    def grid(self, table: int) -> None:
        """A benefit grid: item, coverage, comments."""
        self.paras.append(self._row(("Item", "Coverage", "Comments"), table, head=True))
        topics = self.pick.some("topics/topics")
        self.pick.rng.shuffle(topics)
        for topic in topics[: self.pick.rng.choice((3, 4, 5, 6))]:
            position = self.pick.rng.choice(
                ("medically_necessary",) * 3 + ("not_covered", "investigational", "cosmetic")
            )
            word = self.pick.one(f"positions/grid/{position}").text
            self.words.tags = ["benefit grid"]
            if position == "medically_necessary":
                tail = self._running("clauses")
                comment, trees, loose = capital(tail[0]), (tail[1],), (tail[1],)
            else:
                comment, trees, loose = self.pick.one("prose/grid_comments").text, (), ()
            held = tuple(t.text for t in trees for t in leaves(t))
            row = self._row((topic.text, word, comment), table)
            self._put(
                (replace(row, leaves=held),), TrueStatement((position,), trees, topic.text, loose=loose)
            )

    def aside(self, paras: tuple[Para, ...]) -> None:
        """A box from the margin of the page, which extraction leaves between two statements."""
        ends = [i for i, p in enumerate(self.paras) if p.statement == 0]
        at = ends[-1] + 1 if ends else 0
        self.paras[at:at] = list(paras)

    def heading(self, text: str) -> None:
        self.paras.append(Para("heading", text, "criteria", depth=2))

    # -- one statement

    def positive(self, subject: str, stage: str | None = None) -> None:
        """A use for which criteria are given."""
        self.words.tags = []
        bank = "positions/continuation" if stage == "continuation" else "positions/medically_necessary"
        plain = self.pick.one(bank, lambda v: stage == "initial" or "Initial" not in v.text)
        if self.pick.chance(0.14) and stage != "continuation":
            self._in_one_sentence(plain, subject, stage)
            return
        tree = self.forest.statement(stage == "continuation")
        use = (
            self.forest.use()
            if tree.kind == "conditions" and tree.form == "list" and self.pick.chance(0.08)
            else None
        )
        if use:
            subject = f"{subject} for the treatment of {lower(use.text)}"
            self.words.tags.append("use in the subject")
        below, lead, head = self._list(tree)
        if use:
            both = tuple(replace(t, rule="all", children=(use, t), n=0) for t in below.trees)
            below = replace(below, trees=(*below.trees, *both))
        headed = self.pick.chance(0.14) and subject == self.style.subject and stage is None
        if headed:
            self.words.tags.append("position in a heading")
            heading = self.pick.one("positions/headed").text
            first = (Para("heading", heading, "criteria", depth=2), Para("para", head, "criteria"))
        else:
            first = (Para("para", self.sentence(plain, subject, lead), "criteria"),)
        positions = (plain.id.split("/")[1], *plain.many("also"))
        if stage == "continuation":
            positions = ("medically_necessary",)
        statement = TrueStatement(positions, below.trees, subject, stage, loose=below.loose)
        self._put((*first, *below.paras), statement)
        if self.pick.chance(0.08):
            self.paras.append(Para("para", self.pick.one("words/harmless_notes").text, "criteria"))
        if self.pick.chance(0.5 if self.style.layout.get("family") == "pharmacy" else 0.06):
            lasts = self.pick.one("prose/durations").text.format(m=self.pick.rng.choice((3, 6, 12)))
            self.paras.append(Para("para", lasts, "criteria"))

    def _list(self, tree: Tree) -> tuple[Worded, str, str]:
        """The list of a statement, its lead and its head."""
        if tree.form == "band":
            lead = self.pick.one("words/band_leads").text
            return self.words.bands(tree, 0), lead, capital(lead)
        if tree.form == "letters" and self.words.lettered(0):
            below, lead = self.words.by_letters(tree)
            return below, lead, capital(lead)
        announced = self.words.quantifier(tree, 0)
        if announced.many("means")[1:]:
            self.words.tags.append("unsure wording")
        below = self.words.listed(tree, announced, 0)
        lead, head = (self.words.fill(announced.get(name), tree, 0) for name in ("lead", "head"))
        return below, lead, capital(head)

    def _running(self, of: str) -> tuple[str, Tree]:
        """A tail without a list, and its tree."""
        how = self.pick.one("words/running", lambda v: v.get("of") == of)
        count = how.number("count")
        some = self.forest.uses(count) if of == "uses" else self.forest.clauses(count)
        rule: Rule = how.get("rule")  # pyright: ignore[reportAssignmentType]
        self.words.tags.append("running text")
        tree = Tree(rule, some, how.number("n"), kind="uses" if of == "uses" else "conditions", form="inline")
        words = dict(zip("abc", (lower(t.text) for t in some), strict=False))
        return how.text.format(**words), tree

    def _in_one_sentence(self, plain: Variant, subject: str, stage: str | None) -> None:
        tail, tree = self._running(self.pick.rng.choice(("clauses", "uses")))
        text = self.sentence(plain, subject, tail)
        para = Para("para", text, "criteria", leaves=tuple(t.text for t in leaves(tree)))
        positions = (plain.id.split("/")[1], *plain.many("also"))
        trees = (tree, *whole(tree)) if tree.kind == "uses" and "either" not in text else (tree,)
        self._put((para,), TrueStatement(positions, trees, subject, stage, loose=(tree,)))

    def negative(self, subject: str, position: str, caught: bool) -> bool:
        """What is not covered, and why; returns whether all other uses have been caught by now."""
        self.words.tags = []
        plain = self.pick.one(f"positions/{position}")
        positions = (position, *plain.many("also"))
        base = TrueStatement(positions, (), subject)
        catch = (
            not caught
            and position in ("investigational", "not_medically_necessary")
            and self.pick.chance(0.75)
        )
        if catch:
            tail = self.pick.one("positions/others")
            says = tail.many("says")
            base = replace(base, other="other" in says, unmet="unmet" in says)
            self.words.tags.append("catch-all negative")
            if "other" in says:
                caught = True
        else:
            tail = self.pick.one("positions/named")
            self.words.tags.append("named uses")
        some = (
            self.forest.uses(self.pick.rng.choice((2, 3, 4)))
            if tail.has("list") or "{uses}" in tail.text
            else ()
        )
        if catch:
            base = replace(base, named=tuple(t.text for t in some))
        elif some:
            base = replace(base, trees=(Tree("any", some, kind="uses"),))
        if tail.has("list"):
            below = self.words.listed(Tree("any", some, kind="uses"), None, 0)
            first = Para("para", self.sentence(plain, subject, tail.text), "criteria")
            self._put((first, *below.paras), base)
        else:
            text = self.sentence(plain, subject, tail.text.format(uses=strung([lower(t.text) for t in some])))
            held = tuple(t.text for t in some)
            trees = tuple(w for t in base.trees for w in (t, *whole(t)))
            self._put(
                (Para("para", text, "criteria", leaves=held),), replace(base, trees=trees, loose=base.trees)
            )
        return caught

    def sentence(self, plain: Variant, subject: str, tail: str) -> str:
        """The sentence of position about a subject."""
        be = "are" if self.style.plural and subject == self.style.subject else "is"
        shown = plain.text.format(S=subject, s=mid(subject), be=be, plan=self.style.plan, tail=tail)
        return capital(shown.replace(" - must", " – must"))

    # -- keeping

    def _put(self, paras: tuple[Para, ...], statement: TrueStatement) -> None:
        number = len(self.true)
        tags = [*self.words.tags, *shapes(statement)]
        self.true.append(replace(statement, wording=tuple(dict.fromkeys(tags))))
        self.paras += [replace(p, statement=number, part="criteria") for p in paras]

    def _subhead(self, position: str) -> None:
        if self.subheads:
            self.heading(self.pick.one(f"positions/subheads/{position}").text)

    def _row(self, cells: tuple[str, ...], table: int, head: bool = False) -> Para:
        return Para("row", "", "criteria", cells=cells, table=table, head=head)


def mid(subject: str) -> str:
    """The subject inside a sentence: its words small, abbreviations as they are."""
    return " ".join(w.lower() if w[1:].islower() or "-" in w else w for w in subject.split())


def whole(tree: Tree) -> tuple[Tree, ...]:
    """Two uses joined by "or" in a sentence may as well be read as one use, as "asthma or wheezing" is."""
    if tree.rule != "any" or len(tree.children) != 2:
        return ()
    first, second = (t.text for t in tree.children)
    bounds = tuple(bound for one in tree.children for bound in one.bounds)
    return (Tree("leaf", text=f"{first} or {lower(second)}", kind=tree.kind, bounds=bounds),)


def strung(words: list[str]) -> str:
    """a, b, and c."""
    if len(words) < 3:
        return " or ".join(words)
    return ", ".join(words[:-1]) + ", or " + words[-1]


def shapes(statement: TrueStatement) -> list[str]:
    """The classes of a statement that its tree alone tells."""
    out: list[str] = []
    if statement.stage:
        out.append("initial and continuation")
    if statement.trees:
        tree = statement.trees[0]
        rules = _rules(tree)
        deep = depth(tree)
        out.append("one level" if deep == 1 else f"{deep} levels")
        out += [f"rule {r}" for r in ("all", "any", "at_least", "none") if r in rules]
        if any(t.bounds for t in leaves(tree)):
            out.append("thresholds")
    return out


def _rules(tree: Tree) -> set[str]:
    return {tree.rule}.union(*(_rules(c) for c in tree.children))
