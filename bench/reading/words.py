"""Words for a criteria tree: heads, items, connectors at line ends or on their own line, running text.

Nothing here knows how a reader works; the wordings are what documents print. Every list gives, beside its
paragraphs, the trees that a careful reader may see in them (more than one only where a wording is unsure).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice, product
from typing import Protocol

from bench.reading.banks import Picker, Variant
from bench.reading.model import Para, Style, counts
from bench.reading.trees import Tree, leaves

NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven")
KEEP = {
    "New",
    "Kellgren-Lawrence",
    "Crohn",
    "Parkinson",
    "International",
    "Alzheimer",
    "Barrett",
    "Bell",
    "Breslow",
    "Buerger",
    "Charcot",
    "Cobb",
    "Dravet",
    "Duchenne",
    "Dupuytren",
    "Epworth",
    "Fuchs",
    "Gleason",
    "Huntington",
    "Karnofsky",
    "Medicare",
    "Meniere",
    "Morton",
    "Peyronie",
    "Raynaud",
    "Sjogren",
    "Tourette",
}
"""Names, whose first letter is never small."""
MOST = 6
"""So many true readings of one statement are kept."""


@dataclass(frozen=True, slots=True)
class Worded:
    """Paragraphs, and the trees that they may mean; `loose` are rules that stand within one sentence."""

    paras: tuple[Para, ...]
    trees: tuple[Tree, ...]
    loose: tuple[Tree, ...] = ()


@dataclass
class Words:
    """The wording of one document."""

    pick: Picker
    style: Style
    tags: list[str] = field(default_factory=list[str])
    """What is special in the statement at hand."""

    # -- small things

    def emphasis(self, text: str) -> str:
        """`<all>` as this document prints its key words."""

        def shape(found: re.Match[str]) -> str:
            word = found[1]
            match self.style.emphasis:
                case "upper":
                    return word.upper()
                case "bold":
                    return f"**{word.upper()}**"
                case "title":
                    return f"**{word}**"
                case _:
                    return word

        return re.sub(r"<([^<>]+)>", shape, text)

    def fill(self, text: str, tree: Tree, depth: int) -> str:
        """A head or lead with its numbers, letters and the word for the patient."""
        k = len(tree.children)
        labels = [re.sub(r"[().\s]", "", self.style.marker(depth, i)) for i in range(k)]
        n = tree.n or k
        out = text.replace("#", str(k)).format(
            n=n,
            nw=NUMBERS[n],
            k=k,
            kw=NUMBERS[k],
            nkw=NUMBERS[k],
            who=lower(self.style.who),
            first=labels[0],
            last=labels[-1],
            letters=", ".join(labels[:-1]) + (", and " if k > 2 else " and ") + labels[-1],
            or_letters=", ".join(labels[:-1]) + (", or " if k > 2 else " or ") + labels[-1],
        )
        return self.emphasis(out)

    def quantifier(self, tree: Tree, depth: int, must: bool = True) -> Variant:
        """A way to announce the rule that fits its items, its number of items and the markers."""
        k = len(tree.children)
        if tree.rule in ("all", "any") and self.pick.chance(0.02) and "unsure" not in self.tags:
            unsure = self.pick.maybe("quantifiers/unsure", lambda v: tree.rule in v.many("means"))
            if unsure:
                self.tags.append("unsure")
                return unsure

        def fits(v: Variant) -> bool:
            kind = v.get("fits")
            return (
                (not v.has("count") or v.number("count") == k)
                and (not kind or kind == tree.kind)
                and (not v.has("needs") or self.lettered(depth))
                and (must or v.many("ends") != ["must"])
            )

        two = [v for v in self.pick.some(f"quantifiers/{tree.rule}", fits) if v.has("count")]
        if two and self.pick.chance(0.4):
            return self.pick.use(self.pick.rng.choice(two))
        return self.pick.one(f"quantifiers/{tree.rule}", fits)

    def lettered(self, depth: int) -> bool:
        scheme = self.style.markers[min(depth, len(self.style.markers) - 1)]
        return counts(scheme) and "1.1" not in scheme

    # -- lists

    def listed(self, tree: Tree, announced: Variant | None, depth: int) -> Worded:
        """The items of a rule, with connectors as its announcement allows."""
        made = [self.item(child, depth, i) for i, child in enumerate(tree.children)]
        ends = self.pick.word(announced.many("ends") or ["none"]) if announced else "none"
        word = {"and": "and", "or": "or", "andor": "and/or"}.get(ends) or (
            "and" if tree.rule == "all" else "or"
        )
        if ends == "none":
            paras = self._stopped([m.paras for m in made])
        else:
            paras = self._connected([m.paras for m in made], word, depth)
            self.tags.append("connector words" if ends != "must" else "connectors alone tell")
        rules = announced.many("means") if announced and len(announced.many("means")) > 1 else [tree.rule]
        trees = tuple(
            replace(tree, rule=rule, children=children)  # pyright: ignore[reportArgumentType]
            for rule in rules
            for children in islice(product(*(m.trees for m in made)), MOST)
        )
        return Worded(paras, trees[:MOST], tuple(t for m in made for t in m.loose))

    def _stopped(self, items: list[tuple[Para, ...]]) -> tuple[Para, ...]:
        stops = self.pick.one("words/stops")
        out: list[Para] = []
        for i, paras in enumerate(items):
            mark = stops.get("last" if i == len(items) - 1 else "each")
            closed = len(paras) == 1 and not paras[0].text.endswith((":", "."))
            out += [*paras[:-1], replace(paras[-1], text=paras[-1].text + mark)] if closed else paras
        return tuple(out)

    def _connected(self, items: list[tuple[Para, ...]], word: str, depth: int) -> tuple[Para, ...]:
        how = self.style.connector or self.pick.one("words/connectors")
        shown = self.emphasis(how.text.format(w=word, W=word.upper()))
        out: list[Para] = []
        starts = how.get("place") == "start"
        for i, made in enumerate(items):
            last = i == len(items) - 1
            paras = (_begun(made[0], shown), *made[1:]) if starts and i else made
            if last or (how.get("which") == "last" and i < len(items) - 2):
                mark = "." if last and self.pick.chance(0.6) else ";" if not last else ""
                out += _ended(paras, mark) if len(paras) == 1 else paras
            elif how.get("place") == "start":
                out += paras
            elif how.get("place") == "line":
                self.tags.append("connector on its own line")
                out += [*paras, Para("connector", shown, "criteria", depth)]
            else:
                if len(paras) > 1:
                    self.tags.append("connector after a nested list")
                out += _ended(paras, shown)
        return tuple(out)

    def item(self, tree: Tree, depth: int, number: int) -> Worded:
        """One item: a condition, or a rule with what stands below it."""
        marker = self.style.marker(depth, number)

        def para(text: str, held: tuple[Tree, ...]) -> Para:
            text = capital(text)
            return Para("item", text, "criteria", depth, marker, number, leaves=tuple(t.text for t in held))

        if tree.rule == "leaf":
            if tree.reference:
                self.tags.append("criteria by reference")
            return Worded((para(tree.text, (tree,)),), (tree,))
        if tree.form == "double":
            return self._double(tree, depth, para)
        if tree.rule == "if" and tree.form == "list":
            return self._case_list(tree, depth, para)
        if tree.form in ("inline", "unless"):
            text, said = self.sentence(tree)
            return Worded((para(text, tuple(leaves(said))),), (said,), (said,))
        announced = self.quantifier(tree, depth + 1)
        below = self.listed(tree, announced, depth + 1)
        head = self.fill(announced.get("head"), tree, depth + 1)
        return Worded((para(head, ()), *below.paras), below.trees, below.loose)

    def _double(self, tree: Tree, depth: int, para: Maker) -> Worded:
        """A bullet that is a condition and the head of a list in one."""
        self.tags.append("condition that heads a list")
        head, inner = tree.children
        k = len(inner.children)
        wanted = inner.rule if inner.rule in ("all", "any") else "any"
        inner = replace(inner, rule=wanted, n=0)
        text = self.pick.one(
            "words/double",
            lambda v: v.get("rule") == wanted and (not v.has("count") or v.number("count") == k),
        )
        below = self.listed(inner, None, depth + 1)
        words = self.emphasis(text.text.format(a=head.text))
        trees = tuple(replace(tree, children=(head, t)) for t in below.trees)
        return Worded((para(words, (head,)), *below.paras), trees, below.loose)

    def _case_list(self, tree: Tree, depth: int, para: Maker) -> Worded:
        self.tags.append("if")
        case, inner = tree.children
        announced = self.quantifier(inner, depth + 1)
        below = self.listed(inner, announced, depth + 1)
        head = self.fill(announced.get("head"), inner, depth + 1)
        how = self.pick.one("words/if", lambda v: v.has("list"))
        words = how.text.format(c=case.text, h=lower(head))
        trees = tuple(replace(tree, children=(case, t)) for t in below.trees)
        return Worded((para(words, (case,)), *below.paras), trees, below.loose)

    def sentence(self, tree: Tree) -> tuple[str, Tree]:
        """A small rule in one sentence."""
        texts = [t.text for t in leaves(tree)]
        if tree.rule == "not":
            self.tags.append("not")
            return self.pick.one("words/not").text.format(lower(texts[0])), tree
        if tree.rule == "if":
            self.tags.append("if" if len(texts) == 2 else "if with otherwise")
            how = self.pick.one("words/if", lambda v: not v.has("list")) if len(texts) == 2 else None
            how = how or self.pick.one("words/otherwise")
            return how.text.format(c=texts[0], x=lower(texts[1]), y=lower(texts[-1])), tree
        if tree.form == "unless":
            self.tags.append("unless")
            how = self.pick.one("words/unless")
            if how.text.index("{c}") < how.text.index("{x"):  # truth is in the order of the words
                tree = replace(tree, children=tree.children[::-1])
            return how.text.format(x=texts[0], xl=lower(texts[0]), c=texts[1]), tree
        self.tags.append("rule within an item")
        how = self.pick.one(
            "words/inline",
            lambda v: (
                v.get("rule") == tree.rule and v.number("count") == len(texts) and v.number("n") == tree.n
            ),
        )
        return how.text.format(**dict(zip("abc", map(lower, texts), strict=False))), tree

    def by_letters(self, tree: Tree) -> tuple[Worded, str]:
        """Items of one level that the lead-in joins by their letters, and that lead-in."""
        self.tags.append("joined by letters")
        flat = replace(tree, children=(tree.children[0], *tree.children[1].children))
        below = self.listed(flat, None, 0)
        labels = (re.sub(r"[().\s]", "", self.style.marker(0, i)) for i in range(3))
        how = self.pick.one("words/letters", lambda v: v.get("rule") == tree.rule)
        return replace(below, trees=(tree,)), how.text.format(**dict(zip("abc", labels, strict=True)))

    def bands(self, tree: Tree, depth: int) -> Worded:
        """Two lists, each for an age band; a reader may see two cases or two conditional rules."""
        self.tags.append("age bands")
        how = self.pick.one("words/bands")
        paras: list[Para] = []
        parts: list[tuple[Tree, tuple[Tree, ...]]] = []
        loose: tuple[Tree, ...] = ()
        for i, (name, band) in enumerate(zip(("low", "high"), tree.children, strict=True)):
            age, inner = band.children
            announced = self.quantifier(inner, depth + 1)
            below = self.listed(inner, announced, depth + 1)
            head = lower(self.fill(announced.get("head"), inner, depth + 1))
            said = how.get(name).format(t=age.text, h="").strip().rstrip(",: ")
            text = how.get(name).format(t=age.text, h=head)
            marker = self.style.marker(depth, i)
            paras += [Para("item", text, "criteria", depth, marker, i, leaves=(said,)), *below.paras]
            parts.append((replace(age, text=said), below.trees))
            loose += below.loose
        trees: list[Tree] = []
        for a, b in islice(product(parts[0][1], parts[1][1]), 2):
            low, high = parts[0][0], parts[1][0]
            trees.append(Tree("any", (Tree("all", (low, a)), Tree("all", (high, b)))))
            trees.append(Tree("all", (Tree("if", (low, a)), Tree("if", (high, b)))))
        return Worded(tuple(paras), tuple(trees), loose)


class Maker(Protocol):
    """What makes the paragraph of an item of its words and the conditions that they hold."""

    def __call__(self, text: str, held: tuple[Tree, ...]) -> Para: ...


def _begun(para: Para, word: str) -> Para:
    """An item that begins with the connector."""
    return replace(para, text=f"{word} {para.text if word.isupper() else lower(para.text)}")


def _ended(paras: tuple[Para, ...], mark: str) -> list[Para]:
    """The paragraphs with a mark at the very end, in place of a stop that stands there."""
    last = paras[-1]
    text = last.text if not mark else re.sub(r"[.;,]$", "", last.text)
    return [*paras[:-1], replace(last, text=text + mark)]


def lower(text: str) -> str:
    """As inside a sentence: the first letter small, unless the word is a name or an abbreviation."""
    first = text.split(" ", 1)[0]
    if first in KEEP or first[1:2] == "-" or any(c.isupper() for c in first[1:]) or first.startswith("**"):
        return text
    return text[:1].lower() + text[1:]


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
