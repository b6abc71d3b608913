"""`coverable ask`: an interview in the terminal that asks only what can still matter."""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from coverable.base.problem import Refused, did_you_mean, refuse
from coverable.cli.check import LibraryOption
from coverable.cli.output import (
    Refusals,
    clean,
    library_root,
    program,
    read_day_option,
    result_stream,
    write_text,
)
from coverable.cli.screen import Screen
from coverable.determination.asked import NO, UNKNOWN, YES, typed_value

if TYPE_CHECKING:
    from coverable.determination.engine import Engine
    from coverable.glossary.facts import Attribute, Fact

KEYS: Final = "u not documented · b back · ? help · q stop here"


class Stop(Exception):
    """The interview ends here: `q`, or no more input."""


class Back(Exception):
    """The question before is asked again."""


def ask(
    subject: Annotated[
        str, typer.Argument(metavar="POLICY|CODE", help="A policy's id, number or title, or a code.")
    ],
    plan: Annotated[
        str | None,
        typer.Option("--plan", metavar="PLAN", help="The member's plan, such as sentara/medicare."),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="Date of service, YYYY-MM-DD.")
    ] = None,
    library: LibraryOption = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the request as JSON to this file."),
    ] = None,
) -> None:
    """Answer the questions that can still matter, then read what came out and why.

    Answers: y, n, u (not documented), the number of a choice, or a value with its unit or date; b goes back,
    ? explains, q stops. Answers can be piped in, one a line.
    """
    with Refusals():
        from coverable.determination.engine import open_engine

        day = read_day_option(date, "--date")
        engine = open_engine(library_root(library))
        if plan is None:
            raise refuse(
                "no plan is named",
                "--plan",
                "the plan says which policies answer",
                did_you_mean("", engine.plans.plans),
            )
        if plan not in engine.plans.plans:
            sys.stderr.write(
                clean(f"`{plan}` is not loaded here; {did_you_mean(plan, engine.plans.plans)}") + "\n"
            )
        codes = _codes(engine, subject)
        talk = Interview(engine, plan, codes[0], day)
        stopped = talk.run(codes)
        _finish(talk, stopped, output)


def _codes(engine: Engine, subject: str) -> list[str]:
    """The codes that may be meant: of the policy of that name, or the one code."""
    from coverable.glossary.codes import read_code

    if keys := engine.library.find(subject):
        policy = engine.library.one(subject) if len({k.partition("@")[0] for k in keys}) == 1 else None
        if policy is None:
            engine.library.one(subject)  # says which ones
        elif policy.codes:
            return sorted(policy.codes)
    try:
        return [read_code(subject, "POLICY|CODE")]
    except Refused:
        raise refuse(
            f"`{subject[:60]}` is neither a policy nor a code",
            "POLICY|CODE",
            "nothing of that name is loaded",
            did_you_mean(
                subject.lower(), [*engine.library.ids(), *(i.split("/")[1] for i in engine.library.ids())]
            ),
        ) from None


@dataclass
class Interview:
    """Facts stated so far, and the next question that can still matter."""

    engine: Engine
    plan: str
    code: str
    day: str | None
    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    diagnoses: list[str] = field(default_factory=list[str])
    asked: list[str] = field(default_factory=list[str])
    """In order; an answer of not documented counts as asked and is not asked again."""
    screen: Screen = field(default_factory=Screen.of)

    def request(self) -> dict[str, Any]:
        """The request that the answers make."""
        service: dict[str, Any] = {"code": self.code.partition(":")[2]}
        if self.day:
            service["date"] = self.day
        out: dict[str, Any] = {"coverages": [self.plan], "services": [service]}
        if self.diagnoses:
            out["diagnoses"] = self.diagnoses
        return {**out, "facts": self.facts}

    def determination(self) -> dict[str, Any]:
        from coverable.determination.decide import determine

        return determine(self.request(), self.engine)

    def run(self, codes: list[str]) -> str | None:
        """Asks until the outcome is settled or nothing can be asked. What ended it early, or None."""
        try:
            if len(codes) > 1:
                self.code = codes[
                    self._choose("Which code is requested?", [c.partition(":")[2] for c in codes])
                ]
            while (name := self._next()) is not None:
                try:
                    self._ask(name)
                    self.asked.append(name)
                except Back:
                    self._back()
        except Stop as stop:
            return str(stop)
        return None

    def _open(self) -> list[tuple[str, str]]:
        """(fact, place) of everything that is still needed and was not asked yet."""
        from coverable.determination.checklist import asked_in

        need = self.determination()["lines"][0]["coverages"][0]["still_needed"]
        return [(name, cite) for name, cite in asked_in(need) if name not in self.asked]

    def _next(self) -> str | None:
        left = self._open()
        if not left:
            return None
        name, cite = left[0]
        more = len({n for n, _ in left}) - 1
        self._say("")
        tail = f" (at most {more} more)" if more else ""
        self.screen.put(
            f"{len(self.asked) + 1}. {self._fact(name).ask}{tail}", rest="   ", right=cite, style="bold"
        )
        self._flush()
        return name

    def _fact(self, name: str) -> Fact:
        return self.engine.library.glossary.facts[name]

    def _ask(self, name: str) -> None:
        """One fact, until the answer can be read."""
        fact = self._fact(name)
        if fact.type == "choice":
            self._options(list(fact.choices.values()))
        hint = "YYYY-MM-DD/u/?" if name == "service_date" else _hint(fact)
        while True:
            text = self._read(hint)
            if text == "?":
                self._help(fact)
            elif text.lower() in UNKNOWN:
                return
            elif text:
                try:
                    self._state(name, fact, text)
                    return
                except Refused as refused:
                    self._say(f"   {_again(fact, refused)}")

    def _state(self, name: str, fact: Fact, text: str) -> None:
        """Puts an answer into the request; Refused when it cannot be read."""
        if name == "service_date":
            self.day = read_day_option(text, "the date")
        elif fact.type == "codes":
            from coverable.glossary.codes import read_code

            self.diagnoses = [read_code(w, "the code", "icd10cm") for w in text.replace(",", " ").split()]
        elif fact.type == "events":
            self.facts[name] = self._events(name, fact, text)
        else:
            from coverable.glossary.values import read_facts

            value = typed_value(fact, text)
            read_facts({name: value}, self.engine.library.glossary, "your answer")
            self.facts[name] = value

    def _events(self, name: str, fact: Fact, text: str) -> dict[str, Any]:
        """A list of events, one by one; `n` to another one says that these are all."""
        from coverable.glossary.values import read_facts

        events: list[dict[str, Any]] = []
        while text.lower() in YES:
            event: dict[str, Any] = {}
            for attribute, kind in fact.attributes.items():
                self._say(f"   {attribute.replace('_', ' ')}?")
                if kind.choices:
                    self._options(list(kind.choices.values()))
                while True:
                    said = self._read("value, or u")
                    if said.lower() in UNKNOWN:
                        break
                    try:
                        value = typed_value(kind, said)
                        read_facts(
                            {name: {"events": [{attribute: value}]}},
                            self.engine.library.glossary,
                            "your answer",
                        )
                        event[attribute] = value
                        break
                    except Refused as refused:
                        self._say(f"   {_again(kind, refused)}")
            events.append(event)
            self._say("   Is there another one?")
            text = self._read("y, n (these are all), or u (perhaps)")
        if text.lower() not in (*NO, *UNKNOWN):
            raise refuse(
                f"`{text[:40]}` is no answer", "your answer", "events are given one by one", "type y, n or u"
            )
        return {"events": events, "complete": text.lower() in NO}

    def _choose(self, question: str, options: list[str]) -> int:
        self._say(question)
        self._options(options)
        while True:
            text = self._read("number")
            if text.isdigit() and 1 <= int(text) <= len(options):
                return int(text) - 1
            if text in options:
                return options.index(text)

    def _options(self, options: list[str]) -> None:
        for i, text in enumerate(options, 1):
            self.screen.put(text, first=f"   {i} ")
        self._flush()

    def _help(self, fact: Fact) -> None:
        self.screen.put(fact.help or "There is no more to say about this question.", first="   ")
        self.screen.put(KEYS, first="   ", style="dim")
        self._flush()

    def _back(self) -> None:
        if not self.asked:
            self._say("   This is the first question.")
            return
        name = self.asked.pop()
        self.facts.pop(name, None)
        if name == "service_date":
            self.day = None
        if name == "diagnoses":
            self.diagnoses = []

    def _read(self, hint: str) -> str:
        sys.stdout.write(self.screen.paint(f"   [{hint}] ", "dim"))
        sys.stdout.flush()
        line = sys.stdin.readline()
        text = line.strip()
        if not sys.stdin.isatty():
            sys.stdout.write(clean(text) + "\n")  # so that the talk can be read afterwards
        if not line:
            raise Stop("The input has ended.")
        if text.lower() in ("q", "quit"):
            raise Stop("Stopped here.")
        if text.lower() in ("b", "back"):
            raise Back
        return text

    def _say(self, text: str) -> None:
        self.screen.put(text, rest=" " * (len(text) - len(text.lstrip())))
        self._flush()

    def _flush(self) -> None:
        sys.stdout.write("".join(line + "\n" for line in self.screen.lines))
        self.screen.lines.clear()


def _hint(fact: Fact) -> str:
    """What can be answered."""
    kind = {
        "yes_no": "y/n/u",
        "choice": "number/u",
        "date": "YYYY-MM-DD, YYYY-MM or YYYY/u",
        "number": "number/u",
        "quantity": f"number and unit, {fact.unit} if none/u",
        "codes": "codes with commas between/u",
        "events": "y there is one/n none at all/u",
    }.get(fact.type, "text/u")
    return f"{kind}/?"


def _again(fact: Fact | Attribute, refused: Refused) -> str:
    """Why an answer was not taken, and what can be typed instead."""
    one = refused.problems[0]
    if fact.type == "choice":
        return f"That is no choice: type a number from 1 to {len(fact.choices)}, or u."
    if fact.type == "yes_no":
        return "That is neither yes nor no: type y, n or u (not documented)."
    return f"{one.what[:1].upper()}{one.what[1:]}: {one.why}. {one.next[:1].upper()}{one.next[1:]}."


def _finish(talk: Interview, stopped: str | None, output: Path | None) -> None:
    """The result of the answers, and the request that they make."""
    from coverable.cli.text import Writer

    screen = Screen.of()
    screen.lines.append("")
    outcome = talk.determination()
    came = outcome["lines"][0]["coverages"][0]["outcome"]
    if stopped:
        screen.put(f"{stopped} This is what the answers so far come to.")
    elif came == "information_needed":
        screen.put("Nothing more can be asked; what is not documented stays open.")
    else:
        screen.put("No further question can change this." if talk.asked else "There is nothing to ask.")
    screen.gap()
    Writer(screen, talk.engine).determination(outcome)
    sys.stdout.write(screen.text())
    if output is None and sys.stdin.isatty():
        sys.stdout.write("\nSave the answers as a request? File name, or Enter for no: ")
        sys.stdout.flush()
        name = sys.stdin.readline().strip()
        output = Path(name) if name else None
    if output is None:
        sys.stdout.write("\n-o FILE saves the answers as a request.\n")
        return
    with result_stream(output) as stream:
        write_text(stream, json.dumps(talk.request(), ensure_ascii=False, indent=2, default=float) + "\n")
    sys.stdout.write(
        f"\nThe request is in {output}. Decide it again: {program()} check {shlex.quote(str(output))}\n"
    )
