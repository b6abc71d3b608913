"""Codes in brackets behind the name of a service that a statement is about: “Power wheelchair (K0823)”.

The statement says what is said of them; a list of codes further below often names some of them only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from coverable.document.codes.codeforms import Token, token_at
from coverable.document.codes.codesinwords import SEPARATOR
from coverable.document.reading import Code, Polarity, Statement
from coverable.document.source import Block, Source

_BRACKET: Final = re.compile(
    r"[(\[](?:(?:CPT|HCPCS)(?:\s?/\s?(?:CPT|HCPCS))?\s?(?:codes?)?[®:\s]*)?(?=[A-Z]?[0-9])(?P<codes>[^()\[\]]{4,120})[)\]]"
)
_BEHIND: Final = 3
"""Characters between the name of a service and its codes."""


def of_services(source: Source, statements: Sequence[Statement], listed: Sequence[Code]) -> list[Code]:
    """The codes that names of services carry, less those that a list says the same of."""
    known = {(code.first, code.polarity) for code in listed}
    out: list[Code] = []
    brackets = [
        (block, match.start(), tokens)
        for block in source.blocks
        for match in _BRACKET.finditer(block.text)
        if (tokens := _tokens(block.text, match))
    ]
    for one in statements:
        polarity: Polarity = "covered" if one.position == "medically_necessary" else "not_covered"
        for block, token in _named(source, one, brackets):
            if (token.first, polarity) not in known:
                known.add((token.first, polarity))
                span = source.span(block, token.start, token.end)
                out.append(Code(token.system, token.first, token.last, None, polarity, span))
    return out


def codes_in(subject: str) -> list[str]:
    """The codes in brackets in the name of a service; of a range the first."""
    return [token.first for match in _BRACKET.finditer(subject) for token in _tokens(subject, match)]


def _named(
    source: Source, one: Statement, brackets: Sequence[tuple[Block, int, list[Token]]]
) -> Iterator[tuple[Block, Token]]:
    """The codes of the `brackets` of a document that stand in the name of a service or right behind it."""
    if not one.subject or one.all_other_uses or one.criteria_not_met:
        return
    for block, start, tokens in brackets:
        at, span = block.text.find(one.subject), source.span(block)
        inside = one.span.start < span.end and span.start < one.span.end
        if inside and 0 <= at <= start <= at + len(one.subject) + _BEHIND:
            yield from ((block, token) for token in tokens)


def _tokens(text: str, match: re.Match[str]) -> list[Token]:
    """The codes in a bracket that holds nothing else; none where it holds other words too."""
    at, stop = match.start("codes"), match.end("codes")
    out: list[Token] = []
    while at < stop:
        token = token_at(text, at, None, strong=True)
        if token is None or token.system not in ("cpt", "hcpcs"):
            return []
        out.append(token)
        gap = SEPARATOR.match(text, token.end)
        at = gap.end() if gap else token.end
        if gap is None and at < stop:
            return []
    return out
