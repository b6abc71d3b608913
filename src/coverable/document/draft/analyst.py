"""`analyst.yaml`: what a person says about a document that was read, apart from document and draft.

Answers belong to passages, by the digest of their words. So they hold for every edition in which these words
stand, wherever they stand, and for no other words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from coverable.base.model import Day, Model, read_model
from coverable.base.problem import Problem, Refused
from coverable.base.shape import is_list, is_object
from coverable.base.yamlfile import YamlFile, parse_yaml, read_yaml
from coverable.document.draft.made import Made
from coverable.document.draft.made import Path as Steps
from coverable.policy.signoff import Words


class Chosen(Model):
    """A signed reading; `by` and `on` where they are not those of the file."""

    option: str
    because: Words
    by: Words | None = None
    on: Day | None = None


class Given(Model):
    """A value that the document does not state."""

    value: str
    because: Words
    by: Words | None = None
    on: Day | None = None


class Open(Model):
    """An interpretation that is left to a person in each case."""

    because: Words
    by: Words | None = None
    on: Day | None = None


class Settled(Open):
    """What a finding came to. Its number is of one reading; its kind and its words are of the document."""

    rule: str | None = None
    passage: str | None = None
    """Digest of the words that it is about; without one the answer holds for this very document only."""


class Dropped(Model):
    """A statement that the reader made and the document does not make, taken out of the draft."""

    because: Words
    passage: str | None = None
    """Digest of its words, where they are to be the same in another edition."""
    by: Words | None = None
    on: Day | None = None


class Signing(Model):
    """What goes into the sign-off. Approval is not given here: it is two people's, in signoff.yaml."""

    owner: Literal["publisher", "encoder"] = "encoder"
    note: str | None = None
    interpretations: dict[str, Chosen] = {}
    left_open: dict[str, Open] = {}
    supplied: dict[Literal["in_effect.from", "next_review", "lines_of_business"], Given] = {}
    settled: dict[str, Settled] = {}
    """What the findings on the document came to, by id (`F2`)."""


class AnalystFile(Model):
    """What a person answers about a document that was read."""

    document: str | None = None
    """SHA-256 of the document that the answers were written for."""
    by: Words | None = None
    on: Day | None = None
    answers: dict[str, dict[str, Any] | None] = {}
    """For each passage, by its id: `passage` (the digest of its words) and what it means. Of a criterion: its
    rule, or fact and test; of a definition, note or row of evidence: its words. `also`: other passages of
    the same words that mean the same; `settles`: kinds of findings on it that the answer ends."""
    policy: dict[str, Any] = {}
    """Fields of policy.yaml that the document does not state, or states otherwise than it was read."""
    dropped: dict[str, Dropped] = {}
    """Indications and exclusions of the draft, by their ids, that the document does not make."""
    signoff: Signing = Signing()


BEGUN = frozenset({"passage", "also"})
"""What a line holds that the program began: no answer yet."""


class Answers:
    """An analyst file with its places."""

    def __init__(self, yaml: YamlFile) -> None:
        self.yaml = yaml
        self.file = read_model(AnalystFile, yaml)
        given = [id for id, body in self.file.answers.items() if set(body or {}) - BEGUN]
        if (given or self.file.policy or self.file.dropped) and not (self.file.by and self.file.on):
            raise Refused(
                Problem(
                    "nobody is named",
                    yaml.where(("by",)),
                    "what is not in the document was said by somebody, on a day",
                    "write `by: NAME` and `on: YYYY-MM-DD`",
                )
            )

    def fresh(self) -> Made:
        """The file as mappings with their places, to be used up."""
        made: Made = made_of(self.yaml.data, (), self.yaml)
        return made


def read_answers(path: Path) -> Answers:
    """Refused, every fault with file:line:column, when it cannot be taken."""
    return Answers(read_yaml(path, path.name))


def answers_of(text: str, name: str = "analyst.yaml") -> Answers:
    """The same from text in memory."""
    return Answers(parse_yaml(text, name))


def made_of(value: Any, path: Steps, yaml: YamlFile) -> Any:
    """Plain data whose mappings remember where each of their values was written."""
    if is_object(value):
        made = Made({key: made_of(below, (*path, key), yaml) for key, below in value.items()})
        made.where = {key: yaml.where((*path, key)) for key in value}
        made.at = yaml.where(path)
        return made
    if is_list(value):
        return [made_of(below, (*path, i), yaml) for i, below in enumerate(value)]
    return value
