"""What the tests were answered, held against the profiles by the official HL7 validator (`make conformance`).

    python tests/conformance/judge/judge.py BUILT RESPONSES [PACKAGES]

BUILT is the folder into which Maven built the judge, RESPONSES holds what tests kept (COVERABLE_RESPONSES), PACKAGES
the FHIR packages (default: ../shared/standards/packages, or the folder that COVERABLE_STANDARDS names). Errors are
planted into copies of good answers first, so that a judge who lets everything pass is found out. Exit codes: 0 all
is well, 1 findings, 2 it could not run.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from planted import PLANTED

ROOT = Path(__file__).resolve().parents[3]
SHARED = ("hl7.fhir.us.davinci-hrex-1.0.0", "hl7.fhir.us.core-3.1.1", "hl7.fhir.uv.extensions.r4-5.3.0")
COURTS = {
    "2.0.1": ("hl7.fhir.us.davinci-dtr-2.0.1", "hl7.fhir.us.davinci-crd-2.0.1", *SHARED),
    "2.2": ("hl7.fhir.us.davinci-crd-2.2.0-preview20260304", *SHARED),
}
"""Packages in the order in which they are asked. Two versions of one guide share their addresses, so each has a
court of its own; answers of DTR come before the older one, as DTR 2.2 is not here."""
FOLDERS = {"": "2.0.1", "crd-2.2": "2.2"}
"""Where tests keep answers, and the court that they come before."""
OURS = re.compile(r"OperationOutcome|\w+(/[^.]*)?\.extension")
"""Places of what we write in an answer of CRD; the rest of an order comes back as it was sent."""
INFORMATION = "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information"
ABSENT = ("/uv/sdc/", "/davinci-dtr/StructureDefinition/qr-coverage")
"""Parts of addresses that belong to packages which are not here: SDC, DTR 2.2."""


def exempt(finding: dict[str, Any], text: str) -> str | None:
    """Why a finding does not count, if it does not."""
    id, says, where = str(finding.get("id")), finding["says"], str(finding.get("where"))
    if any(part in says for part in ABSENT) or ("/davinci-dtr/" in says and "|2.2.0" in says):
        return "of a package that is not here"
    if "x12.org" in says.lower():
        return "bound to a list of X12"
    if id.endswith(("Bundle#bdl-3", "Bundle#bdl-4")) and where.startswith("Parameters"):
        return "the validator takes %resource for the Parameters around the Bundle"
    if "crd-ci-q4" in says:
        return "a rule of CRD 2.2 whose published expression is cut short (design/standards.md 4)"
    if where.startswith("Appointment") and "is not allowed to be used at this point" in says:
        return "coverage-information of CRD 2.0.1, which asks for it on Appointments and does not list them"
    if '"test": "crd ' in text and not OURS.match(where):
        return "of an order as it was sent: nothing but coverage-information is added"
    if id.endswith("#dtrx-1") and '"auto-server"' in text:
        return "an origin of DTR 2.2, judged by the rule of 2.0.1"
    return None


def judged(built: Path, folder: Path, packages: list[Path]) -> Iterator[dict[str, Any]]:
    """The judge's findings, one JVM for all files."""
    found = subprocess.run(
        ["java", "-Xmx2g", "-cp", f"{built / 'judge-1.jar'}:{built / 'lib'}/*", "Judge", folder, *packages],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if found.returncode:
        print(found.stderr[-3000:], file=sys.stderr)
        raise SystemExit(2)
    yield from map(json.loads, found.stdout.splitlines())


def gather(responses: Path, court: str) -> dict[str, dict[str, Any]]:
    """The answers that come before a court, by a name for each: {test, profiles, resource}. What CRD 2.2 defines
    in answers of DTR 2.2 is taken out of them, and comes before the court of CRD 2.2."""
    out: dict[str, dict[str, Any]] = {}
    for folder, where in FOLDERS.items():
        for path in sorted((responses / folder).glob("*.json")):
            held = json.loads(path.read_text())
            if not folder and held["test"].startswith("/fhir/"):
                apart = list(information(held["resource"]))
                if apart and court == "2.2":
                    bare = {
                        "resourceType": "QuestionnaireResponse",
                        "status": "completed",
                        "extension": apart,
                    }
                    out[f"apart-{path.name}"] = {"test": held["test"], "profiles": [], "resource": bare}
            if where == court:
                out[f"{folder}-{path.name}".lstrip("-")] = held
    return out


def information(resource: Any) -> Iterator[dict[str, Any]]:
    """Every coverage-information of a QuestionnaireResponse in a resource, taken out of it."""
    if isinstance(resource, list):
        for one in resource:
            yield from information(one)
    elif isinstance(resource, dict):
        if resource.get("resourceType") == "QuestionnaireResponse":
            found = resource.get("extension", [])
            yield from (one for one in found if one["url"] == INFORMATION)
            resource["extension"] = [one for one in found if one["url"] != INFORMATION]
        for one in list(resource.values()):
            yield from information(one)


def plant(good: dict[str, dict[str, Any]]) -> tuple[dict[str, Any], dict[str, str]]:
    """Copies of good answers with one error each, and what was planted into each. An error that fits none of the
    answers is not planted."""
    copies: dict[str, Any] = {}
    names: dict[str, str] = {}
    for number, (what, change) in enumerate(PLANTED):
        for held in good.values():
            copy = json.loads(json.dumps(held))
            if change(copy["resource"]):
                copies[f"planted-{number}.json"], names[f"planted-{number}.json"] = copy, what
                break
    return copies, names


def sit(court: str, built: Path, responses: Path, standards: Path, planted: set[str]) -> bool:
    """One court: whether every answer is good and every planted error was caught. Adds what was planted."""
    good = gather(responses, court)
    if not good:
        print(f"{court}: no answers were kept")
        return True
    copies, names = plant(good)
    planted |= set(names.values())
    files = {name: json.dumps(held) for name, held in {**good, **copies}.items()}
    waived: Counter[str] = Counter()
    faults: dict[str, list[str]] = {}
    done: set[str] = set()
    with tempfile.TemporaryDirectory() as scratch:
        for name, text in files.items():
            (Path(scratch) / name).write_text(text)
        for one in judged(built, Path(scratch), [standards / f"{name}.tgz" for name in COURTS[court]]):
            if one.get("done"):
                done.add(one["file"])
            elif one["severity"] in ("error", "fatal"):
                why = exempt(one, files[one["file"]])
                if why:
                    waived[why] += 1
                else:
                    faults.setdefault(one["file"], []).append(f"{one['where']}: {one['says']}")
    missed = [what for name, what in names.items() if name not in faults]
    bad = {name: said for name, said in faults.items() if name not in names}
    for name, said in sorted(bad.items()):
        print(f"{name} (kept by {good[name]['test']})")
        print("".join(f"  {line[:400]}\n" for line in said[:8]), end="")
    for what in missed:
        print(f"{court}: the judge let this pass: {what}")
    for why, times in waived.most_common():
        print(f"{court}: {times} exempt: {why}")
    caught = f"{len(names) - len(missed)} of {len(names)} planted errors caught"
    print(f"{court}: {len(good)} answers judged, {len(bad)} with errors; {caught}")
    return not (bad or missed or len(done) != len(files))


def main(built: Path, responses: Path, standards: Path) -> int:
    """Both courts; every error must have been planted before one of them."""
    packages = [standards / f"{name}.tgz" for court in COURTS.values() for name in court]
    missing = [str(path) for path in (built / "judge-1.jar", responses, *packages) if not path.exists()]
    if missing:
        print("not there: " + ", ".join(missing), file=sys.stderr)
        return 2
    planted: set[str] = set()
    well = [sit(court, built, responses, standards, planted) for court in COURTS]
    for what, _ in PLANTED:
        if what not in planted:
            print(f"nothing to plant this into: {what}")
            well.append(False)
    return 0 if all(well) else 1


if __name__ == "__main__":
    named = os.environ.get("COVERABLE_STANDARDS")
    standards = Path(named) if named else ROOT.parent / "shared" / "standards"
    given = [Path(one) for one in sys.argv[1:]]
    if not 2 <= len(given) <= 3:
        print(__doc__, file=sys.stderr)
        raise SystemExit(2)
    raise SystemExit(main(given[0], given[1], given[2] if len(given) == 3 else standards / "packages"))
