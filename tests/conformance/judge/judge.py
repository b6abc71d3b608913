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
import shutil
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
PACKAGES = (
    "hl7.fhir.us.davinci-dtr-2.0.1", "hl7.fhir.us.davinci-crd-2.0.1", "hl7.fhir.us.davinci-hrex-1.0.0",
    "hl7.fhir.us.core-3.1.1", "hl7.fhir.uv.extensions.r4-5.3.0",
)  # fmt: skip
ABSENT = ("/uv/sdc/", "/davinci-dtr/StructureDefinition/qr-coverage", "|2.2.0")
"""Parts of addresses that belong to packages which are not here: SDC, DTR 2.2."""


def exempt(finding: dict[str, Any], text: str) -> str | None:
    """Why a finding does not count, if it does not."""
    id, says, where = str(finding.get("id")), finding["says"], str(finding.get("where"))
    if any(part in says for part in ABSENT):
        return "of a package that is not here"
    if "x12.org" in says.lower():
        return "bound to a list of X12"
    if id.endswith(("Bundle#bdl-3", "Bundle#bdl-4")) and where.startswith("Parameters"):
        return "the validator takes %resource for the Parameters around the Bundle"
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


def plant(responses: Path, into: Path) -> dict[str, str]:
    """Copies of good answers with one error each: {file name: what was planted}."""
    good = [(path, json.loads(path.read_text())) for path in sorted(responses.glob("*.json"))]
    out: dict[str, str] = {}
    for number, (what, change) in enumerate(PLANTED):
        for _, held in good:
            copy = json.loads(json.dumps(held))
            if change(copy["resource"]):
                name = f"planted-{number}.json"
                (into / name).write_text(json.dumps(copy))
                out[name] = what
                break
        else:
            print(f"nothing to plant this into: {what}", file=sys.stderr)
            raise SystemExit(2)
    return out


def main(built: Path, responses: Path, standards: Path) -> int:
    """Plant, judge, tell."""
    packages = [standards / f"{name}.tgz" for name in PACKAGES]
    missing = [str(path) for path in (built / "judge-1.jar", responses, *packages) if not path.exists()]
    if missing:
        print("not there: " + ", ".join(missing), file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for path in responses.glob("*.json"):
            shutil.copy(path, folder)
        planted = plant(responses, folder)
        files = {path.name: path.read_text() for path in folder.glob("*.json")}
        waived: Counter[str] = Counter()
        faults: dict[str, list[str]] = {}
        done: set[str] = set()
        for one in judged(built, folder, packages):
            if one.get("done"):
                done.add(one["file"])
            elif one["severity"] in ("error", "fatal"):
                why = exempt(one, files[one["file"]])
                if why:
                    waived[why] += 1
                else:
                    faults.setdefault(one["file"], []).append(f"{one['where']}: {one['says']}")
    missed = [what for name, what in planted.items() if name not in faults]
    bad = {name: said for name, said in faults.items() if name not in planted}
    for name, said in sorted(bad.items()):
        print(f"{name} (kept by {json.loads(files[name])['test']})")
        print("".join(f"  {line[:400]}\n" for line in said[:8]), end="")
    for what in missed:
        print(f"the judge let this pass: {what}")
    for why, times in waived.most_common():
        print(f"{times} exempt: {why}")
    print(
        f"{len(done) - len(planted)} answers judged, {len(bad)} with errors; {len(planted) - len(missed)} of {len(planted)} planted errors caught"
    )
    return 1 if bad or missed or len(done) != len(files) else 0


if __name__ == "__main__":
    named = os.environ.get("COVERABLE_STANDARDS")
    standards = Path(named) if named else ROOT.parent / "shared" / "standards"
    given = [Path(one) for one in sys.argv[1:]]
    if not 2 <= len(given) <= 3:
        print(__doc__, file=sys.stderr)
        raise SystemExit(2)
    raise SystemExit(main(given[0], given[1], given[2] if len(given) == 3 else standards / "packages"))
