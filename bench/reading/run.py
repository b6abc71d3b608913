"""`make reading`: made-up documents are read, and what was read is compared with what is true.

The half `develop` is for whoever works on the reader: `--show` prints what went wrong. Of the half `report`
only counts are ever printed, so that nobody can develop on it.

    python -m bench.reading.run --half develop --documents 500 --show silent
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

from bench.reading.banks import HALVES, Half
from bench.reading.damage import perhaps_damaged
from bench.reading.files import rendered
from bench.reading.make import make_document
from bench.reading.model import Doc, Format
from bench.reading.report import markdown, summary
from bench.reading.score import Outcome, outcome_of, score
from coverable.base.problem import Refused
from coverable.document.read import reading_of
from coverable.document.readers.read import read_source

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "bench" / "READING.md"
FORMATS: tuple[Format, ...] = ("text", "html", "docx", "pdf")
SHOWN = ("silent", "inexact", "coarse", "findings", "undetected", "failed", "facts")


@dataclass(frozen=True)
class Job:
    """One document of a run."""

    seed: int
    number: int
    half: Half
    format: Format | None = None
    save: Path | None = None


def document(job: Job) -> Doc:
    """The document of a job, perhaps damaged."""
    return perhaps_damaged(make_document(job.seed, job.number, job.half, job.format), job.seed)


def run_one(job: Job) -> Outcome:
    """Make a document, read it, score it; a reader that fails is an outcome too."""
    doc = document(job)
    data = rendered(doc)
    if job.save:
        job.save.mkdir(parents=True, exist_ok=True)
        (job.save / doc.name).write_bytes(data)
    started = time.perf_counter()
    try:
        source = read_source(data, doc.name)
        reading = reading_of(source).view()
    except Refused as refused:
        return _failed(doc, f"refused: {refused}")
    except Exception as error:  # any failure of the reader under test is counted, none ends the run
        return _failed(doc, f"{type(error).__name__}: {error}")
    seconds = time.perf_counter() - started
    out = score(doc, reading, source.text)
    out.seconds = seconds
    return out


def _failed(doc: Doc, why: str) -> Outcome:
    out = outcome_of(doc)
    out.failed = why
    return out


def outcomes(jobs: list[Job], processes: int) -> Iterator[Outcome]:
    """The outcomes in the order of the jobs."""
    if processes == 1:
        yield from map(run_one, jobs)
        return
    with Pool(processes) as pool:
        yield from pool.imap(run_one, jobs, chunksize=20)


def jobs_of(halves: tuple[Half, ...], documents: int, seed: int, first: int = 0) -> list[Job]:
    """Equal numbers of each half."""
    each = documents // len(halves)
    return [Job(seed, first + n, half) for half in halves for n in range(each)]


def main() -> None:
    """Run and print; with both halves, write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.reading.run", description=__doc__)
    parser.add_argument("--half", choices=(*HALVES, "both"), default="develop")
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first document")
    parser.add_argument(
        "--format", choices=("text", "html", "docx", "pdf"), help="documents of one format only"
    )
    parser.add_argument("--show", choices=SHOWN, action="append", default=[])
    parser.add_argument("--most", type=int, default=20, help="how many failures are shown")
    parser.add_argument("--save", type=Path, help="keep the documents in this folder (develop only)")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    halves: tuple[Half, ...] = tuple(h for h in HALVES if given.half in (h, "both"))
    if "report" in halves and (given.show or given.save):
        sys.exit("the report half shows counts only: --show and --save are for --half develop")
    jobs = jobs_of(halves, given.documents, given.seed, given.first)
    jobs = [Job(j.seed, j.number, j.half, given.format, given.save) for j in jobs]
    started = time.perf_counter()
    results = list(outcomes(jobs, given.processes))
    took = time.perf_counter() - started
    for kind in given.show:
        print("\n\n".join(list(excerpts(results, kind))[: given.most]), end="\n\n")
    by_half: dict[Half, list[Outcome]] = {
        half: [o for o in results if o.name.startswith(half)] for half in halves
    }
    for half, some in by_half.items():
        print(summary(half, some))
    if given.half == "both":
        PAGE.write_text(markdown(by_half, given.seed, took), encoding="utf-8")
        print(f"\nwritten to {PAGE.relative_to(ROOT)}")


def excerpts(results: list[Outcome], kind: str) -> Iterator[str]:
    """What went wrong, of one kind."""
    for o in results:
        if kind in ("silent", "inexact", "coarse"):
            for one in {"silent": o.silent, "coarse": o.coarse}.get(kind, o.inexact):
                yield f"### {one.why} [{o.damage or 'undamaged'}; {', '.join(one.tags)}]\n{one.excerpt}"
        elif kind == "findings" and not o.damage and o.criteria_findings:
            yield f"### {o.name}: {dict(o.criteria_findings)}"
        elif kind == "undetected" and o.detectable and not o.detected:
            yield f"### {o.name}: {o.damage}"
        elif kind == "failed" and o.failed:
            yield f"### {o.name}: {o.failed}"
        elif kind == "facts":
            for name, (_, wrong, missed) in o.facts.items():
                if wrong or missed:
                    yield f"### {o.name}: {name} wrong {wrong}, missed {missed}"


if __name__ == "__main__":
    main()
