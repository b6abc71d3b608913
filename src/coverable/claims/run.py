"""A run over claims: what is to be done is written down first, then part by part is decided, and what holds
for all of it comes last. A run that was killed goes on where it stopped and ends with the same files."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from multiprocessing import forkserver, get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Final

from coverable.base.canonical import digest
from coverable.base.problem import Problem, Refused, refuse
from coverable.base.shape import is_object
from coverable.claims.arrow import pa, use_little_memory
from coverable.claims.folder import Folder, read_json, write_json
from coverable.claims.inputs import Input, Part, files_of, parts_of, schema_of
from coverable.claims.lines import Layout, layout_of
from coverable.claims.manifest import manifest_of
from coverable.claims.mapping import Columns, MappingFile, columns_for
from coverable.claims.part import Writer
from coverable.claims.plans import plans_in
from coverable.claims.reuse import Earlier, reuse
from coverable.claims.since import engine_digest, plan_digests
from coverable.claims.stage import columns_of_file, stage
from coverable.claims.worklist import write_rejects, write_worklist
from coverable.determination.engine import Engine, open_engine

SCHEMA_VERSION: Final = 1
READY: Final = "coverable.claims.ready"
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Asked:
    """What a run is asked to do."""

    claims: Path
    out: Path
    mapping: MappingFile
    library: Path | None = None
    facts: Path | None = None
    as_of: date | None = None
    workers: int = 1
    since: Path | None = None
    engine: str = "local"


@dataclass(frozen=True)
class Run:
    """A run that is ready to go: its inputs cut into parts, and how they are written."""

    folder: Folder
    inputs: tuple[Input, ...]
    parts: tuple[Part, ...]
    columns: tuple[Columns, ...]
    layout: Layout
    as_of: date | None
    library: Path | None
    plan: dict[str, Any]
    """What `run.json` holds: equal plans give equal files."""

    def writer(self, engine: Engine) -> Writer:
        """What decides and writes parts; the process that asks for it is one of this run."""
        use_little_memory()
        return Writer(engine, self.folder, self.inputs, self.columns, self.layout, self.as_of)


def review(asked: Asked, told: Told = lambda done, all: None) -> dict[str, Any]:
    """Decide the claims; the manifest. Refused when the folder holds another run, or nothing can be read."""
    began = time.monotonic()
    if asked.workers > 1 and asked.engine == "local":
        _processes(start=True)
    engine = open_engine(asked.library)
    run = prepare(asked, engine)
    todo = [part for part in run.parts if not _done(run.folder, part)]
    resumed = len(run.parts) - len(todo)
    reused: list[int] = []
    if asked.since is not None:
        earlier = Earlier(Folder(asked.since), engine)
        reused = [part.number for part in todo if reuse(run, part, earlier)]
        todo = [part for part in todo if part.number not in set(reused)]
    rows = sum(part.rows for part in run.parts)
    before = rows - sum(part.rows for part in todo)
    told(before, rows)
    for part in _decide(run, engine, todo, asked):
        before += part.rows
        told(before, rows)
    return finish(run, engine, time.monotonic() - began, resumed, reused, asked)


def prepare(asked: Asked, engine: Engine) -> Run:
    """Look at the inputs, and write down what is to be done (or find it written down).

    Refused inputs leave no folder behind where none was.
    """
    new = not asked.out.exists()
    folder = Folder(asked.out)
    try:
        folder.make()
        return _prepared(asked, engine, folder)
    except BaseException:
        if new and not folder.run.exists():
            shutil.rmtree(asked.out, ignore_errors=True)
        raise


def _prepared(asked: Asked, engine: Engine, folder: Folder) -> Run:
    glossary = engine.library.glossary
    columns: list[Columns] = []
    inputs: list[Input] = []
    keys: list[str] = []
    for number, path in enumerate(files_of(asked.claims)):
        if asked.facts is not None and not keys:
            found = columns_for(asked.mapping, columns_of_file(path), glossary, path.name, part=True)
            keys = [s.column for n in ("claim", "line") for s in found.fields.get(n, ()) if s.column]
        one = stage(folder, number, path, asked.facts, keys)
        inputs.append(one)
        present = [n for n in schema_of(Path(one.read)).names if not n.startswith("__")]
        columns.append(columns_for(asked.mapping, present, glossary, path.name))
    plans = plans_in(inputs, columns, engine)
    layout = layout_of(engine, plans)
    plan = {
        "schema_version": SCHEMA_VERSION,
        "engine": engine_digest(engine),
        "inputs": [{"name": i.name, "sha256": i.sha256, "rows": i.rows} for i in inputs],
        "facts": None if asked.facts is None else asked.facts.name,
        "columns": [c.view() for c in columns],
        "as_of": asked.as_of.isoformat() if asked.as_of else None,
        "plans": plan_digests(engine, plans),
        "criteria": list(layout.criteria),
    }
    written = read_json(folder.run)
    if written is None:
        write_json(
            folder.run, {"plan": plan, "inputs": [i.view() for i in inputs], "library": _named(asked.library)}
        )
    elif written.get("plan") != plan:
        raise refuse(
            "this folder holds another run",
            f"-o {asked.out}",
            _differs(written.get("plan"), plan),
            "choose another folder; `--since` takes over what has not changed",
        )
    return Run(
        folder,
        tuple(inputs),
        tuple(parts_of(inputs)),
        tuple(columns),
        layout,
        asked.as_of,
        asked.library,
        plan,
    )


def _named(library: Path | None) -> str | None:
    return None if library is None else str(library.resolve())


def _differs(written: Any, plan: dict[str, Any]) -> str:
    names = {"engine": "program, glossary or codes", "plans": "policies or plans"}
    differing = [names.get(k, k) for k in plan if not is_object(written) or written.get(k) != plan[k]]
    return f"its {', '.join(differing)} differ"


def _done(folder: Folder, part: Part) -> bool:
    """The part was decided: it is noted last, after its files have their names."""
    noted = read_json(folder.done(part.number))
    return noted is not None and noted.get("part") == part.number


def _decide(run: Run, engine: Engine, todo: Sequence[Part], asked: Asked) -> Iterator[Part]:
    """Decide the parts; each is given back when it is written."""
    if asked.engine == "spark":
        from coverable.claims.spark import decide_parts

        yield from decide_parts(run, todo, asked.workers)
    elif asked.workers < 2 or len(todo) < 2:
        writer = run.writer(engine)
        for part in todo:
            writer.write(part)
            yield part
    else:
        yield from _shared(run, todo, asked.workers)


_own: list[Writer] = []
"""The writer of a worker process."""


def start_worker(run: Run) -> None:
    """Ready a process for writing parts. Refused where it would decide by another library."""
    _own.append(run.writer(opened(run)))


def opened(run: Run) -> Engine:
    """The engine of a run, opened anew. Refused when library or program are no longer those of the run."""
    engine = open_engine(run.library)
    if (
        engine_digest(engine) != run.plan["engine"]
        or plan_digests(engine, list(run.plan["plans"])) != run.plan["plans"]
    ):
        raise refuse(
            "the library changed while it was used",
            str(run.library or "library"),
            "parts of one run must rest on the same files",
            "run it again into another folder",
        )
    return engine


def _work(part: Part) -> int:
    _own[0].write(part)
    return part.number


def _processes(start: bool = False) -> BaseContext:
    """Where worker processes come from: a server that has imported what they need, so that they do not; it
    can be started before they are wanted. Elsewhere than on Unix each process begins anew."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    found = get_context("forkserver")
    found.set_forkserver_preload([READY])
    if start:
        forkserver.ensure_running()
    return found


def _shared(run: Run, todo: Sequence[Part], workers: int) -> Iterator[Part]:
    """Several processes, each with an engine of its own; which of them decides a part does not matter."""
    by_number = {part.number: part for part in todo}
    with ProcessPoolExecutor(workers, _processes(), start_worker, (run,)) as pool:
        waiting = [pool.submit(_work, part) for part in todo]
        for one in as_completed(waiting):
            yield by_number[one.result()]


def finish(
    run: Run, engine: Engine, seconds: float, resumed: int, reused: Sequence[int], asked: Asked
) -> dict[str, Any]:
    """The worklist, the rejects and the manifest, from what the parts noted."""
    noted = [read_json(run.folder.done(part.number)) for part in run.parts]
    missing = [part.number for part, one in zip(run.parts, noted, strict=True) if one is None]
    if missing:
        raise Refused(
            Problem(
                f"{len(missing)} parts are not decided",
                str(run.folder.root),
                "a worker stopped before it had written them",
                "run the same command again: it goes on where it stopped",
            )
        )
    pa.default_memory_pool().release_unused()  # DuckDB needs the memory that blocks were decided in
    signals = write_worklist(run, asked.workers if asked.engine == "local" else 1)
    write_rejects(run)
    manifest = manifest_of(run, engine, noted, signals)
    manifest["time"] = {
        "seconds": round(seconds, 3),
        "workers": asked.workers,
        "engine": asked.engine,
        "parts_resumed": resumed,
        "parts_taken_over": len(reused),
    }
    manifest["sha256"] = digest({k: v for k, v in manifest.items() if k != "time"})
    write_json(run.folder.manifest, manifest)
    return manifest
