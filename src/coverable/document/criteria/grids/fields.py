"""What a field of a drug's form says: its sentences by the use and the stage that they are for.

A field holds the criteria of every use of the drug: “ARTHRITIS: Failure of A. PSORIASIS (Initial): Failure of B.”,
“Gout, approve if the patient has tried C.”, “For renewal, improvement.” What stands before any use holds for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from coverable.document import passages
from coverable.document.criteria.positions.stages import names_stage, stage_of_heading
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Stage
from coverable.document.source import Block

_OF_USE = re.compile(
    r"^(?P<use>(?![^:]*\b(?i:following|(?:all|any|one|each|both|two|three|four|five|[0-9]{1,2}|more) of)\b[^:]*:)[A-Z][^.:;]{2,90}?)\s*:\s+(?=\S)"
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
    r"^(?P<use>[A-Z][^.;:]{1,70}?)\s*[-–—]\s*(?=(?:[Pp]atients?|[Pp]t|[Mm]ember|[Mm]ust|[Tt]ried|[Dd]ocument|[Dd]iagnosis|[Ff]ail|[Tt]rial|[Oo]ne\s+of|[Aa]ll\s+of|[Bb]oth|[Ii]f|[Pp]rescribed|[0-9]+\s+(?:years|months)|[Aa]ge)\b)"
)
"""“CD initial - patient has tried …”, “Asthma-6 years of age and older”."""
_AGE_BY_USE = re.compile(
    r"(?:^|[,;]\s+(?:and\s+)?)(?P<use>[A-Za-z][^,;:]{1,60}?)\s*(?:\s[-–—]\s?|[-–—:])\s*(?P<age>[0-9]{1,2}\s+(?:years?|yrs?|months?|mos?)\b[^,;]*)"
)
"""“Asthma-6 years of age and older, nasal polyps-18 years and older”: each use with its age, in one sentence."""
_STAGED = any_case(
    r"\s*[(\[-]?\s*\b(?P<stage>initial(?:\s+(?:therapy|approval|authori[sz]ation|request))?|new\s+starts?(?:\s+only)?|re-?auth(?:ori[sz]ation)?|renewals?|continuation(?:\s+of\s+therapy)?)\s*[)\]]?\s*$"
)
"""“Gout (Initial)”, “Gout - Reauth”."""
_LAW = any_case(
    r"(?:all|any|every)\s+(?:(?:other\s+)?FDA[\s-]approved|medically[\s-]accepted)\s+(?:indications?|uses?)"
    r"(?:,?\s+(?:that\s+are\s+)?not\s+otherwise\s+excluded\s+(?:from|by|under)\s+(?:medicare\s+)?part\s+d)?"
)
"""The uses that the law has every such plan cover."""
_NUMBERED = re.compile(r"[0-9]\s*[-–]\s*(?=[A-Z])")
"""“3 - All Medically-Accepted Indications”: the number of the answer in the form."""
_FURTHER = any_case(r"[\s.,;:]*(?:plus\b|and\b|as\s+well\s+as\b|or\b)?[\s:,]*")

_NAMES = any_case(
    r"(?!.*\b(?:and|or|with|who|in|for|due|when|if)\b)[^\W\d][^\s,;]*(?:\s[^\s,;]+){0,4}(?:,\s[^\s,;]+(?:\s[^\s,;]+){0,4})+"
)
"""“mycosis fungoides, Sezary syndrome, atopic dermatitis”: names, and no clause."""


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
        if groups and block.marker is not None:
            begins = next((a for a, b in cuts[1:] if _named(block.text[a:b])), len(block.text))
            groups[-1] = _longer(groups[-1], passages.part(block, 0, begins))
            cuts = [(a, b) for a, b in cuts if a >= begins]
        for sentence in (passages.part(block, a, b) for a, b in cuts):
            plain = replace(sentence, kind="paragraph", marker=None, cell=None)
            if ages := _ages(plain):
                groups += ages
            elif named := _named(plain.text):
                first = named.start("use")
                use, stage = _use(passages.part(plain, first, first + len(named["use"].rstrip(" ,-–—"))))
                groups.append(Said(use, stage, (passages.part(plain, named.end(), len(plain.text)),)))
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
    return _APPROVED.match(text) or _FOR.match(text) or _DASHED.match(text) or _OF_USE.match(text)


def _use(named: Block) -> tuple[Block | None, Stage | None]:
    """The use in these words and the stage, either of which may be all that they name."""
    if names_stage(named.text):
        return None, stage_of_heading(named.text)
    if staged := _STAGED.search(named.text):
        use = passages.part(named, 0, staged.start())
        return (use if use.text else None), stage_of_heading(staged["stage"])
    return named, None


def covered_uses(said: Sequence[Block]) -> Iterator[Block]:
    """The uses that a field names, of which one suffices: those of the law, and each that stands beside them."""
    for printed in said:
        numbered = _NUMBERED.match(printed.text)
        block = passages.part(printed, numbered.end(), len(printed.text)) if numbered else printed
        law = _LAW.match(block.text)
        if law is None:
            yield from _each(block)
            continue
        yield passages.part(block, 0, law.end())
        further = _FURTHER.match(block.text, law.end())
        yield from _each(passages.part(block, further.end() if further else law.end(), len(block.text)))


def _each(block: Block) -> Iterator[Block]:
    """The uses of a series: “A; B”, “A, B” where each is a name of a few words."""
    at = 0
    sign = r";" if ";" in block.text else r"," if _NAMES.fullmatch(block.text) else r"$"
    for cut in re.finditer(rf"{sign}|$", block.text):
        use = passages.part(block, at, cut.start())
        at = cut.end()
        if use.text.strip(" .,;"):
            yield use
