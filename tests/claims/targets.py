"""The large comparisons, run by hand: `make claims` (100,000 random lines against `check`, a million rows of
ours against the SQL that the policies export, a million by Spark against one process, 200 kills)."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa

from claims.equal import differences
from claims.folders import held
from claims.random_claims import columns_of_random, random_claims
from coverable.claims.decide import Reviewer
from coverable.claims.mapping import MappingFile, columns_for
from coverable.claims.run import Asked, review
from coverable.claims.synth.write import synth
from coverable.claims.words import unpacked
from coverable.determination.engine import Engine, open_engine
from coverable.policy.executable import Policy
from coverable.publish.columns import columns_of
from publish.sqlrows import by_sql, random_rows

STEP = 2_000
FILES = 4
"""Files that the claims of Spark lie in: parts never reach over two of them."""
SEEDS = ("sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01")
WHERE = {SEEDS[0]: ("sentara/medicare", "E1399"), SEEDS[1]: ("healthy-blue/medicaid", "97033")}


def against_check(engine: Engine, rows: int) -> int:
    """Differences over so many random lines."""
    found = 0
    for seed in range(rows // STEP):
        table = random_claims(engine, STEP, 1_000 + seed, known=(0.6, 0.1, 0.9)[seed % 3])
        reviewer = Reviewer(engine, columns_of_random(engine, table))
        out = differences(reviewer, reviewer.decide(table))
        found += len(out)
        sys.stdout.write("".join(f"{one}\n" for one in out[:5]))
        sys.stderr.write(f"\r{(seed + 1) * STEP:,} lines, {found} differences")
    sys.stderr.write("\n")
    return found


def against_sql(engine: Engine, policy: Policy, rows: int, seed: int = 1) -> int:
    """Criteria that differ between ours and DuckDB's answer to the exported query."""
    columns = columns_of(policy)
    made = random_rows(policy, columns, rows, seed)
    theirs = by_sql(policy, made, columns)
    plan, code = WHERE[policy.key]
    kinds = {c.name: pa.bool_() if c.type == "BOOLEAN" else pa.string() for c in columns.facts}
    claims = {n: pa.array(made.values[n], type=kinds[n]).take(pa.array(i)) for n, i in made.index.items()}
    claims |= {
        name: pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int8)), pa.array([value]))
        for name, value in {
            "plan": plan,
            "code": code,
            "service_date": "2026-03-02",
            "birth_date": "1980-01-01",
        }.items()
    }
    table = pa.table(claims)
    ours = Reviewer(engine, columns_for(MappingFile(), table.schema.names, engine.library.glossary, "rows"))
    decided = ours.decide(table)
    different = 0
    for speaking, here in decided.governed(policy.key):
        places = np.arange(rows) if decided.some.rows is None else decided.some.rows
        mine = unpacked(here, decided.some.count).astype(bool)
        for column in columns.criteria:
            met, known = (
                unpacked(p, decided.some.count)[mine] for p in speaking.criterion(column.node, here)
            )
            answered = theirs[column.name].take(pa.array(places[mine]))
            wanted = np.where(
                answered.is_null().to_numpy(zero_copy_only=False),
                2,
                answered.fill_null(False).to_numpy(zero_copy_only=False),
            )
            different += int((np.where(known == 1, met, 2) != wanted).sum())
    return different


def against_spark(rows: int) -> int:
    """Files of a run by Spark that are not byte for byte those of one process."""
    with TemporaryDirectory() as folder:
        claims = Path(folder) / "claims"
        claims.mkdir()
        for seed in range(FILES):
            synth(claims / f"{seed}.parquet", rows // FILES, 2026 + seed, dirty=0.001)
        found: list[dict[str, bytes]] = []
        for engine, workers in (("local", 1), ("spark", 2)):
            out = Path(folder) / engine
            review(Asked(claims, out, MappingFile(), engine=engine, workers=workers))
            found.append(held(out))
        local, spark = found
        lines = json.loads(local["manifest.json"])["lines"]
        different = sum(local.get(name) != spark.get(name) for name in local.keys() | spark.keys())
        sys.stdout.write(
            f"{lines['read']:,} made-up lines ({lines['rejected']:,} rejected) by Spark and by one process:"
            f" {different} of {len(local)} files differ\n"
        )
        return different


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", type=int, default=100_000)
    parser.add_argument("--sql", type=int, default=1_000_000)
    parser.add_argument("--spark", type=int, default=1_000_000)
    asked = parser.parse_args()
    engine = open_engine()
    began = time.monotonic()
    found = against_check(engine, asked.check)
    sys.stdout.write(f"{asked.check:,} random lines against check, {found} differences\n")
    for key in SEEDS:
        different = against_sql(engine, engine.library.policy(key), asked.sql)
        sys.stdout.write(f"{key}: {asked.sql:,} rows, {different} values differ from the exported SQL\n")
        found += different
    found += against_spark(asked.spark)
    sys.stdout.write(f"{time.monotonic() - began:.0f} s\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
