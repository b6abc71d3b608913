"""What a field of a drug's form says: its sentences by the use and the stage that they are for.

A field holds the criteria of every use of the drug: “ARTHRITIS: Failure of A. PSORIASIS (Initial): Failure of B.”,
“Gout, approve if the patient has tried C.”, “For renewal, improvement.” What stands before any use holds for all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coverable.document import passages
from coverable.document.criteria.positions.stages import names_stage, stage_of_heading
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Stage
from coverable.document.source import Block

_OF_USE = re.compile(
    r"^(?P<use>(?![^:]*\b(?i:following|(?:all|any|one|each|both|two|three|four|five|[0-9]{1,2}|more) of)\b[^:]*:)[A-Z][^.:;]{1,90}?)\s*:\s+(?=\S)"
)
"""“Rheumatoid arthritis (initial): Failure of …”: the use whose criteria follow."""
_APPROVED = re.compile(
    r"^(?:[Ff]or\s+)?(?P<use>[A-Z0-9][^.;:]{1,90}?|[^.;:]{2,90}?,)(?:\s*[,–—-]\s*|\s+)[Aa]pprove\s+(?:coverage\s+)?(?:for|if|when|in)\s+(?=\S)"
)
"""“PJIA, approve if the patient has …”."""
_FOR = re.compile(
    r"^For\s+(?!example\b|instance\b|(?:up|at|a|an)\b|[0-9])(?P<use>[^.;:,]{2,80}?)\s*[,:]\s+(?=\S)"
)
_DASHED = re.compile(
    r"^(?:[Ff]or\s+)?(?P<use>[A-Z][^.;:]{1,70}?|(?:every|all|any)\s+use)\s*[-–—]\s*(?=(?:[Pp]atients?|[Pp]t|[Mm]ember|[Mm]ust|[Tt]ried|[Dd]ocument(?:ation|ed)?|[Dd]iagnos[ie]s|[Ff]ail(?:ure|ed)?|[Tt]rials?|[Oo]ne\s+of|[Aa]ll\s+of|[Aa]ny\s+of|[Aa]t\s+least|[Bb]oth|[Ee]ither|[Ii]f|[Pp]rescribed|[Hh]istory|[Nn]egative|[Pp]ositive|[Cc]onfirmed|[0-9]+\s+(?:years|months)|[Aa]ge)\b)"
)
"""“CD initial - patient has tried …”, “Asthma-6 years of age and older”."""
_HEAD = any_case(
    r"^(?:for\s+(?P<use>[^.:;]{2,90}?)|(?P<staged>[^.:;]{2,90}?\((?:initial|renewal|re-?auth\w*|continuation)\)))\s*:$"
)
"""“Colitis (Initial):” at the end of a line: what follows is asked of this use."""
_EVERY = any_case(
    r"(?:for\s+)?(?:all|every|each)\s+(?:covered\s+)?(?:uses?|indications?|diagnos[ei]s|patients?|conditions?)"
)
"""“All uses (continuation)”: no use of its own."""
_AGE_BY_USE = re.compile(
    r"(?:^|[,;]\s+(?:and\s+)?)(?P<use>[A-Za-z][^,;:]{1,60}?)\s*(?:\s[-–—]\s?|[-–—:])\s*(?P<age>[0-9]{1,2}\s+(?:years?|yrs?|months?|mos?)\b[^,;]*)"
)
"""“Asthma-6 years of age and older, nasal polyps-18 years and older”: each use with its age, in one sentence."""
_STAGED = any_case(
    r"\s*[(\[-]?\s*\b(?P<stage>initial(?:\s+(?:therapy|approval|authori[sz]ation|request))?|new\s+starts?(?:\s+only)?|re-?auth(?:ori[sz]ation)?|renewals?|continuation(?:\s+of\s+therapy)?)\s*[)\]]?\s*$"
)
"""“Gout (Initial)”, “Gout - Reauth”."""


_STAGED_FIRST = any_case(
    r"\s*(?P<stage>initial|re-?auth(?:ori[sz]ation)?|renewals?|continuation)\s*[,–—-]\s*(?=\w)"
)
"""“Renewal, asthma”."""


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences and items of a field, with the use and the stage that they are for, if they name one."""

    use: Block | None
    stage: Stage | None
    blocks: tuple[Block, ...]


def by_use(said: Sequence[Block]) -> list[Said]:
    """The sentences and items of a field, each use with its own; those before any use hold for all."""
    groups: list[Said] = []
    for block in said:
        cuts = passages.sentences(block.text)
        if block.marker is not None:
            groups = groups or [Said(None, None, ())]
            begins = next((a for a, b in cuts[1:] if _named(block.text[a:b])), len(block.text))
            groups[-1] = _longer(groups[-1], passages.part(block, 0, begins))
            cuts = [(a, b) for a, b in cuts if a >= begins]
        for sentence in (passages.part(block, a, b) for a, b in cuts):
            plain = replace(sentence, kind="paragraph", marker=None, cell=None)
            if ages := _ages(plain):
                groups += ages
            elif named := _named(plain.text):
                use, stage, behind = _begun(plain, named)
                if use is None and stage and (further := _named(behind.text)):  # “Renewal: Asthma: …”
                    use, _, behind = _begun(behind, further)
                groups.append(Said(use, stage, (behind,)))
            elif head := _HEAD.match(plain.text):
                use, stage = _use(passages.part(plain, *head.span(head.lastgroup or 0)))
                groups.append(Said(use, stage, ()))
            elif groups:
                groups[-1] = _longer(groups[-1], plain)
            else:
                groups.append(Said(None, None, (plain,)))
    return groups


def _ages(sentence: Block) -> list[Said]:
    """Several uses in one sentence, each with its age; [] for any other sentence."""
    found = list(_AGE_BY_USE.finditer(sentence.text))
    if len(found) < 2 or found[0].start() > 0:
        return []
    return [
        Said(passages.part(sentence, *m.span("use")), None, (passages.part(sentence, *m.span("age")),))
        for m in found
    ]


def _longer(group: Said, block: Block) -> Said:
    return replace(group, blocks=(*group.blocks, block))


def _named(text: str) -> re.Match[str] | None:
    """The words that a sentence begins with, if they name a use or a stage."""
    return _APPROVED.match(text) or _DASHED.match(text) or _FOR.match(text) or _OF_USE.match(text)


def _begun(sentence: Block, named: re.Match[str]) -> tuple[Block | None, Stage | None, Block]:
    """The use and the stage that a sentence begins with, and what it asks for behind them."""
    first = named.start("use")
    use, stage = _use(passages.part(sentence, first, first + len(named["use"].rstrip(" ,-–—"))))
    return use, stage, passages.part(sentence, named.end(), len(sentence.text))


def _use(named: Block) -> tuple[Block | None, Stage | None]:
    """The use in these words and the stage, either of which may be all that they name."""
    if names_stage(named.text):
        return None, stage_of_heading(named.text)
    if first := _STAGED_FIRST.match(named.text):
        use = passages.part(named, first.end(), len(named.text))
        return (None if _EVERY.fullmatch(use.text) else use), stage_of_heading(first["stage"])
    if staged := _STAGED.search(named.text):
        use = passages.part(named, 0, staged.start())
        every = not use.text or _EVERY.fullmatch(use.text)
        return (None if every else use), stage_of_heading(staged["stage"])
    return (None if _EVERY.fullmatch(named.text) else named), None
