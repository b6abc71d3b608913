"""A determination as terminal text: what came out and why, what is missing, who looks next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from coverable.cli.screen import Screen
from coverable.cli.tree import Tree
from coverable.determination.headline import combined_headline, headline, step_says
from coverable.determination.stated import which_says
from coverable.determination.wording import (
    AUDIENCES,
    AUTHORIZATION,
    CLOSING,
    FOR_REVIEW,
    KIND,
    LEVELS,
    NOT_MET_POSITION,
    OUTCOMES,
    POSITIONS,
    STEPS,
    outcome_words,
)
from coverable.glossary.words import say_needs

if TYPE_CHECKING:
    from coverable.determination.engine import Engine
    from coverable.plan.model import PlanFile
    from coverable.policy.executable import Policy
    from coverable.policy.model import Interpretation

View: TypeAlias = Mapping[str, Any]
ADVERSE_LEANING = frozenset({"criteria_not_met", "use_excluded", "use_not_listed"})
OPEN = frozenset({"information_needed", "judgment_needed"})


@dataclass
class Writer:
    """Writes determinations on a screen. `full` folds nothing, `reviewer` adds what would settle it."""

    screen: Screen
    engine: Engine
    full: bool = False
    reviewer: bool = False

    def determination(self, data: View) -> None:
        """Everything that one request came to."""
        if "refused" in data:
            self._refused(data)
            return
        for line in data["lines"]:
            self._head(data, line, len(data["lines"]) > 1)
            for i, coverage in enumerate(line["coverages"], 1):
                if len(line["coverages"]) > 1:
                    self.screen.gap()
                    self.screen.put(f"Coverage {i} of {len(line['coverages'])}", style="bold")
                self.coverage(coverage, line["code"])
                self.screen.gap()
            if len(line["coverages"]) > 1:
                self._combined(line)
        self._pins(data)
        self.screen.put(CLOSING)

    def coverage(self, data: View, code: str) -> None:
        """One line under one coverage."""
        plan = self._plan(data)
        policy = self._policy(data)
        if plan is None:
            self.screen.pair("Plan", f"{data['coverage']}: not loaded here")
        else:
            self.screen.pair("Plan", f"{plan.title} ({plan.plan})")
        self._policy_lines(data, policy)
        self._outcome(data, plan)
        if data["rationale"] is not None:
            self._criteria(data)
        self._needed(data["still_needed"])
        if data["display"] == "full":
            self._readings(data, policy)
        self._notes(data)
        if self.reviewer:
            self._settling(data)
        if plan is not None and data["outcome"] in {"criteria_met", *OPEN, *ADVERSE_LEANING}:
            self._send(plan, code)

    def _refused(self, data: View) -> None:
        name = f"Request {data['request']}" if data["request"] else "A request without an id"
        self.screen.put(f"✗ {name} could not be read; nothing was decided.", rest="  ", style="bold")
        for one in data["refused"]:
            self.screen.put(f"{one['where']}: {one['what']}. Next: {one['next']}", first="  ")

    def _head(self, data: View, line: View, several: bool) -> None:
        name = f"Request {data['request']}" if data["request"] else "Request without an id"
        if several:
            name += f", line {line['line']}"
        code = line["code"].split(":", 1)
        self.screen.put(
            name, right=KIND + (f", as of {data['as_of']}" if data["as_of"] else ""), style="bold"
        )
        self.screen.pair(
            "Service", f"{code[-1]} ({code[0]}) on {line['date'] or 'a date that is not stated'}"
        )
        if data.get("what_if"):
            said = ", ".join(f"{name} read as {option}" for name, option in data["what_if"].items())
            self.screen.pair("What if", f"{said}: a question, not the readings that were signed")

    def _combined(self, line: View) -> None:
        combined = line["combined"]
        sign, title, why = combined_headline(line)
        tail = f" ({why})" if why else ""
        self.screen.put(f"Line {line['line']} over all its coverages: {sign} {title}{tail}", style="bold")
        for one in line["coverages"]:
            sign, title, why = headline(one)
            tail = f" ({why})" if why else ""
            self.screen.put(f"{one['plan'] or one['coverage']}: {sign} {title}{tail}", first="  • ")
        contact = "the number on the member's card"
        self.screen.put(f"Next: {STEPS[combined['next_step']].format(contact=contact)}", first="  ")
        for one in combined["flags"]:
            self.screen.put(one["says"], first="  • ")
        self.screen.gap()

    def _policy_lines(self, data: View, policy: Policy | None) -> None:
        if policy is not None:
            file = policy.file
            self.screen.pair(
                "Policy", f"{file.title}, {file.number} version {file.version} ({file.publisher})"
            )
            known = [policy.key]
            if policy.first_day:
                known.append(f"in effect from {policy.first_day}")
            if file.next_review:
                known.append(f"next review {file.next_review}")
            self.screen.pair("", ", ".join(known))
            if data.get("governing_at_end"):
                late = data["governing_at_end"]
                self.screen.pair("", f"on the last day of the service: {late['policy']}@{late['version']}")
            asked = data["prior_authorization"]
            self.screen.pair("", AUTHORIZATION[asked["state"]].format(where=asked["where"]))
        self._looked_at(data)
        if data["precedence"]:
            levels = [f"{LEVELS.get(p['level'], p['level'])}: {p['found']}" for p in data["precedence"]]
            self.screen.pair("Order", " · ".join(levels))

    def _looked_at(self, data: View) -> None:
        """Policies beside the governing one: those that speak about the service; others are counted."""
        governing: View = data["governing"] or {}
        others = [
            c
            for c in data["considered"]
            if (c["policy"], c["version"]) != (governing.get("policy"), governing.get("version"))
        ]
        told = [c for c in others if self.full or c["outcome"] != "not_addressed"]
        for one in told:
            version = f"@{one['version']}" if one["version"] else ""
            self.screen.pair("Looked at", f"{one['policy']}{version}: {one['why']}")
        silent = len(others) - len(told)
        if silent:
            which = "policy that speaks" if silent == 1 else "policies that speak"
            more = "other " if told or governing else ""
            self.screen.pair("Looked at", f"{silent} {more}{which} neither of this code nor of this service")

    def _outcome(self, data: View, plan: PlanFile | None) -> None:
        outcome, screen = data["outcome"], self.screen
        governing: View = data["governing"] or {}
        position = POSITIONS.get(governing.get("position", ""), "")
        cite = governing.get("cite") or "no place"
        benefit: View = data.get("benefit") or {}
        clause = benefit.get("clause") or "clause not named"
        shown = data["display"] == "full"
        sign, title, why = headline(data)
        meaning = (OUTCOMES[outcome] if shown else FOR_REVIEW)[2]
        style = {"✓": "met", "✗": "not_met", "?": "undetermined"}.get(sign, "bold")
        screen.gap()
        tail = f" — {why}" if why else ""
        screen.put(f"{sign} {title}".upper() + tail, rest="  ", style=style)
        screen.put(meaning.format(position=position, clause=clause, cite=cite), first="  ")
        if shown and outcome == "criteria_not_met" and position:
            screen.put(NOT_MET_POSITION.format(position=position, cite=cite), first="  ")
        contact = plan.contact if plan else "the number on the member's card"
        screen.put("Next: " + step_says(data, contact), first="  ", rest="        ", style="next")
        if data.get("approval") and data["next_step"] == "approve":
            screen.put(f"For {_approval(data['approval'])}.", first="  ")

    def _criteria(self, data: View) -> None:
        shown = data["display"] == "full"
        matters = frozenset(i["id"] for i in data["interpretations"] if _changes(data, i["other_outcomes"]))
        Tree(self.screen, self._labels(), self.full, shown, matters if shown else frozenset()).draw(
            data["rationale"]
        )

    def _needed(self, need: View) -> None:
        if not need["all_of"]:
            return
        self.screen.title("Still needed" if len(need["all_of"]) == 1 else "Still needed, all of these")
        for i, item in enumerate(need["all_of"], 1):
            self._ask(item, f"  {i}. ")

    def _ask(self, item: View, first: str) -> None:
        if "fact" in item:
            glossary = self.engine.library.glossary
            fact = glossary.facts[item["fact"]]
            if "which_holds" in item:
                self.screen.put(
                    which_says(fact, item["which_holds"], glossary), first=first, right=item["cite"] or ""
                )
                return
            self.screen.put(fact.ask, first=first, right=item["cite"] or "")
            if fact.choices and fact.type == "choice":
                self.screen.put(" / ".join(fact.choices.values()), first=" " * len(first), style="dim")
            if fact.help:
                self.screen.put(fact.help, first=" " * len(first), style="dim")
            if self.full:
                self.screen.put(f"fact: {item['fact']}", first=" " * len(first), style="dim")
            return
        for key, says in (("all_of", "all of:"), ("one_of", "one of:"), ("of", f"{item.get('n')} of:")):
            if key in item:
                self.screen.put(says, first=first, style="bold")
                for one in item[key]:
                    self._ask(one, " " * len(first) + "– ")

    def _readings(self, data: View, policy: Policy | None) -> None:
        """Where the text can be read otherwise and that would change the outcome."""
        file: Mapping[str, Interpretation] = policy.interpretations if policy else {}
        said: list[str] = []
        for one in data["interpretations"]:
            name, chosen = one["id"], one["chosen"]
            options = file[name].options if name in file else {}
            changed = _changes(data, one["other_outcomes"])
            if changed or self.full:
                text = (
                    f"{name} is read as {chosen} ({options.get(chosen, '')})"
                    if chosen
                    else f"{name} is not signed"
                )
                others = [
                    f"read as {o} ({options.get(o, '')}): {outcome_words(r)}" for o, r in changed.items()
                ]
                said.append("; ".join([text, *others]) + ("." if others else ", no difference here."))
        for one in data["interpretations_jointly"]:
            if _changes(data, {"": one["outcome"]}):
                both = " and ".join(f"{k} read as {v}" for k, v in one["options"].items())
                said.append(f"{both}, together: {outcome_words(one['outcome'])}.")
        self._list("How the text is read", said)

    def _notes(self, data: View) -> None:
        reasons: Sequence[str] = data["review_reasons"]
        self._list("Why a person looks", reasons)
        own = f"{data['governing']['policy']}@{data['governing']['version']}: " if data["governing"] else " "
        for audience, title in AUDIENCES.items():
            mine = [
                f["says"] for f in data["flags"] if f["audience"] == audience and f["says"] not in reasons
            ]
            short = [m.removeprefix(own) for m in mine]
            self._list(title, [s[:1].upper() + s[1:] for s in short])

    def _settling(self, data: View) -> None:
        facts = self.engine.library.glossary.facts
        said: list[str] = []
        for one in data["determining"]["sets"]:
            parts = [
                f"{facts[a['fact']].label}: {say_needs(a['needs'], facts[a['fact']].choices)}" for a in one
            ]
            said.append(f"{'; '.join(parts)} → {outcome_words(one[0]['then'])}")
        if data["determining"]["more"]:
            said.append("There are more such sets.")
        self._list("What would settle it (for reviewers)", said)

    def _send(self, plan: PlanFile, code: str) -> None:
        submit = plan.submit
        ways = [
            f"{n} {v}"
            for n, v in (("portal", submit.portal), ("fax", submit.fax), ("phone", submit.phone))
            if v
        ]
        self.screen.title("Where to send")
        self.screen.put("; ".join(ways) or f"not stated in the plan file; ask {plan.contact}", first="  • ")
        if enclosed := submit.enclosed(code):
            self.screen.put(f"enclose: {'; '.join(enclosed)}", first="  • ", rest="    ")

    def _list(self, title: str, items: Iterable[str]) -> None:
        items = list(items)
        if items:
            self.screen.title(title)
        for item in items:
            self.screen.put(item, first="  • ")

    def _pins(self, data: View) -> None:
        pins = data["pins"]
        said = [data["engine"], f"facts {pins['facts'][:8]}", f"glossary {pins['glossary'][:8]}"]
        for line in data["lines"]:
            for one in line["coverages"]:
                for part in (one["governing"], one.get("governing_at_end")):
                    if part:
                        said.append(f"{part['policy']}@{part['version']} {part['sha256'][:8]}")
                if one["plan"]:
                    said.append(f"{one['plan']} {one['plan_sha256'][:8]}")
        said += [f"{system} {release}" for system, release in pins["codes"].items() if release]
        if data.get("what_if"):
            said.append("what if " + ", ".join(f"{k} = {v}" for k, v in data["what_if"].items()))
        self.screen.put("Rests on: " + " · ".join(dict.fromkeys(said)), style="dim")

    def _plan(self, data: View) -> PlanFile | None:
        plan = self.engine.plans.plans.get(data["plan"]) if data["plan"] else None
        return plan.file if plan else None

    def _policy(self, data: View) -> Policy | None:
        one = data["governing"]
        return self.engine.library.policy(f"{one['policy']}@{one['version']}") if one else None

    def _labels(self) -> Mapping[str, str]:
        return {name: fact.label for name, fact in self.engine.library.glossary.facts.items()}


def _changes(data: View, others: Mapping[str, str]) -> Mapping[str, str]:
    """The readings that would settle, unsettle or turn the outcome; open against open is no news."""
    return {o: r for o, r in others.items() if r != data["outcome"] and not {r, data["outcome"]} <= OPEN}


def _approval(span: View) -> str:
    said = [str(span[k]) for k in ("for", "until") if k in span]
    if "quantity" in span:
        said.append(" ".join(str(v) for v in span["quantity"].values()))
    return ", ".join(said)
