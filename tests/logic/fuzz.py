"""Random criteria on random facts: the evaluator against the oracle, and what must hold of both.

`make fuzz` runs ten million (criteria, facts) pairs; `make test` a hundred thousand. A failure names the
seed of its criteria: `python -m logic.fuzz --first SEED --pairs 1` runs them again.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from random import Random
from time import perf_counter
from typing import Any

import numpy as np

from coverable.logic.criteria import Forest, Step, steps
from coverable.logic.evaluate import Picks, differs, evaluate, leaf_bits
from coverable.logic.planes import Bits, ladder
from logic import naive
from logic.forests import (
    CELLS,
    ROWS,
    Masks,
    Trees,
    forgotten,
    learnt,
    random_row,
    random_trees,
    shuffled,
)
from logic.naive import Value

FULL = (1 << ROWS) - 1
CHUNK = 200
"""Trees that one worker does at a time."""
SAID: Mapping[tuple[str, str], Any] = {
    ("1", "0"): True,
    ("0", "1"): False,
    ("0", "0"): None,
    ("1", "1"): "both",
}


def check(seed: int) -> int:
    """One random forest with `ROWS` rows of facts; AssertionError with the seed where something is wrong."""
    random = Random(seed)
    trees = random_trees(random)
    rows = [random_row(random, trees.cells) for _ in range(ROWS)]
    signed = [name for name in trees.options if random.random() < 0.7]
    picks = [{name: random.choice(trees.options[name]) for name in signed} for _ in rows]
    lanes = lanes_of(trees, signed, picks)
    bits = wide(trees.forest, rows, lanes)
    try:
        engine_is_oracle(trees, rows, picks, bits)
        words_are_bits(trees, rows, lanes, bits)
        one_row_is_one_int(trees, rows[:2], picks[:2], bits)
        less_is_never_no(trees.forest, [forgotten(random, row) for row in rows], lanes, bits)
        more_settles_only_what_was_open(
            trees.forest, [learnt(random, row, trees.cells) for row in rows], lanes, bits
        )
        assert wide(shuffled(random, trees.forest), rows, lanes) == bits, "the order of children matters"
        lanes_are_one_by_one(trees, rows[0])
        ladders_are_alike(random, bits)
        readings_differ_where_they_do(trees, rows, lanes, bits)
    except AssertionError as failed:
        failed.add_note(f"seed {seed}: {trees.forest}")
        raise
    return len(rows)


def cells_of(rows: Sequence[Masks]) -> list[list[tuple[int, int]]]:
    """For each probe the (cells, plane) pairs of all rows, one bit a row."""
    out: list[list[tuple[int, int]]] = []
    for column in zip(*rows, strict=True):
        planes: dict[int, int] = {}
        bit = 1
        for mask in column:
            if mask:
                planes[mask] = planes.get(mask, 0) | bit
            bit <<= 1
        out.append(list(planes.items()))
    return out


def wide(
    forest: Forest, rows: Sequence[Masks], lanes: Picks, only: Sequence[Step] | None = None
) -> list[Bits]:
    """All rows at once, one bit a row of a wide int."""
    full = (1 << len(rows)) - 1
    return evaluate(forest, leaf_bits(forest, cells_of(rows), 0), full, lanes, only)


def lanes_of(trees: Trees, signed: Sequence[str], picks: Sequence[Mapping[str, str]]) -> Picks:
    """The planes of rows in which each option is taken."""
    return {
        name: {
            option: sum(1 << i for i, row in enumerate(picks) if row[name] == option)
            for option in trees.options[name]
        }
        for name in signed
    }


def column(bits: Bits, count: int) -> list[Any]:
    """The values of one criterion over all rows."""
    t, f = (f"{plane:0{count}b}"[::-1] for plane in bits)
    return [SAID[pair] for pair in zip(t, f, strict=True)]


def engine_is_oracle(
    trees: Trees, rows: Sequence[Masks], picks: Sequence[Mapping[str, str]], bits: Sequence[Bits]
) -> None:
    """Every criterion of every row."""
    oracle = [
        naive.values(trees.roots, [CELLS[mask] for mask in row], picked)
        for row, picked in zip(rows, picks, strict=True)
    ]
    for number, expected in enumerate(zip(*oracle, strict=True)):
        said = column(bits[number], len(rows))
        assert said == list(expected), f"criterion {number}: the evaluator and the oracle differ"


def words_are_bits(trees: Trees, rows: Sequence[Masks], lanes: Picks, bits: Sequence[Bits]) -> None:
    """The same rows as NumPy words, 64 rows each."""
    probes = [[(mask, _words(plane)) for mask, plane in pairs] for pairs in cells_of(rows)]
    full = _words(FULL)
    picks = {name: {o: _words(plane) for o, plane in options.items()} for name, options in lanes.items()}
    found = evaluate(trees.forest, leaf_bits(trees.forest, probes, full ^ full), full, picks)
    for number, (pair, expected) in enumerate(zip(found, bits, strict=True)):
        assert tuple(int.from_bytes(plane.tobytes(), "little") for plane in pair) == expected, (
            f"criterion {number}: words and bits differ"
        )


def _words(plane: int) -> Any:
    return np.frombuffer(plane.to_bytes(ROWS // 8, "little"), dtype="<u8")


def one_row_is_one_int(
    trees: Trees, rows: Sequence[Masks], picks: Sequence[Mapping[str, str]], bits: Sequence[Bits]
) -> None:
    """A single request is the same row, also when only what the signed reading rests on is evaluated."""
    forest = trees.forest
    roots = [tree.number for tree in trees.roots]
    for place, (row, picked) in enumerate(zip(rows, picks, strict=True)):
        lanes = {n: {o: int(o == picked[n]) for o in trees.options[n]} for n in picked}
        expected = [(t >> place & 1, f >> place & 1) for t, f in bits]
        assert wide(forest, [row], lanes) == expected, f"row {place} alone is another"
        needed = steps(forest, roots, picked)
        some = wide(forest, [row], lanes, needed)
        assert all(some[i] == expected[i] for i, *_ in needed), (
            f"row {place} without other readings is another"
        )


def less_is_never_no(forest: Forest, rows: Sequence[Masks], lanes: Picks, bits: Sequence[Bits]) -> None:
    """Where facts are left out nothing turns from met to not met or back, and nothing gets settled."""
    for number, ((t, f), (less_t, less_f)) in enumerate(zip(bits, wide(forest, rows, lanes), strict=True)):
        assert not t & less_f | f & less_t, f"criterion {number}: an unknown fact turned it round"
        assert not less_t & ~t | less_f & ~f, f"criterion {number}: an unknown fact settled it"


def more_settles_only_what_was_open(
    forest: Forest, rows: Sequence[Masks], lanes: Picks, bits: Sequence[Bits]
) -> None:
    """Where more is known, what was settled stays as it was."""
    for number, ((t, f), (more_t, more_f)) in enumerate(zip(bits, wide(forest, rows, lanes), strict=True)):
        assert not t & ~more_t | f & ~more_f, f"criterion {number}: knowing more undid it"


def lanes_are_one_by_one(trees: Trees, row: Masks) -> None:
    """All combinations of readings at once say what each of them says alone."""
    names = list(trees.options)
    combos = [dict(zip(names, combo, strict=True)) for combo in product(*trees.options.values())]
    forest, full = trees.forest, (1 << len(combos)) - 1
    probes = [[(mask, full)] if mask else [] for mask in row]
    together = evaluate(forest, leaf_bits(forest, probes, 0), full, lanes_of(trees, names, combos))
    unsigned = wide(forest, [row], {})
    for lane, combo in enumerate(combos):
        alone = naive.values(trees.roots, [CELLS[mask] for mask in row], combo)
        for number, expected in enumerate(alone):
            t, f = (plane >> lane & 1 for plane in together[number])
            assert SAID[str(t), str(f)] is expected, (
                f"criterion {number}: reading {combo} differs in its lane"
            )
            t, f = unsigned[number]
            assert SAID[str(t), str(f)] in (None, expected), f"criterion {number}: unsigned, yet settled"


def ladders_are_alike(random: Random, bits: Sequence[Bits]) -> None:
    """Ordered decisions, row by row."""
    rungs = [(str(i), *random.choice(bits)) for i in range(random.randint(1, 5))]
    done, open_ = ladder(rungs, FULL)
    columns = [column((t, f), ROWS) for _, t, f in rungs]
    for row in range(ROWS):
        values: list[tuple[str, Value]] = [(name, columns[i][row]) for i, (name, _, _) in enumerate(rungs)]
        found = [name for name, plane in [*done, ("open", open_)] if plane >> row & 1]
        expected = naive.decided(values)
        assert found == ([] if expected is None else [expected]), f"row {row}: {values} became {found}"


def readings_differ_where_they_do(
    trees: Trees, rows: Sequence[Masks], lanes: Picks, bits: Sequence[Bits]
) -> None:
    """`differs` names the rows whose end another reading changes."""
    other = {n: {o: FULL if o == options[0] else 0 for o in options} for n, options in trees.options.items()}
    leaves = leaf_bits(trees.forest, cells_of(rows), 0)
    again = wide(trees.forest, rows, other)
    root = trees.roots[-1].number
    found = differs(trees.forest, root, leaves, FULL, lanes, other)
    before, after = column(bits[root], ROWS), column(again[root], ROWS)
    expected = sum(1 << i for i in range(ROWS) if before[i] is not after[i])
    assert found == expected, f"criterion {root}: the rows that differ are others"


def run(first: int, trees: int) -> tuple[int, int]:
    """(trees, pairs) checked, from one seed on."""
    return trees, sum(check(seed) for seed in range(first, first + trees))


def campaign(pairs: int, first: int, workers: int) -> Iterator[tuple[int, int]]:
    """As many trees as the pairs need, spread over the workers."""
    count = -(-pairs // ROWS)
    starts = range(first, first + count, CHUNK)
    sizes = [min(CHUNK, first + count - start) for start in starts]
    if workers < 2:
        yield from map(run, starts, sizes)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(run, starts, sizes)


def main() -> None:
    """Run, and say what was done."""
    parser = argparse.ArgumentParser(prog="python -m logic.fuzz", description=__doc__)
    parser.add_argument("--pairs", type=int, default=10_000_000)
    parser.add_argument(
        "--first", type=int, default=None, help="seed of the first tree (default: by the clock)"
    )
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    first: int = Random().randrange(1 << 40) if asked.first is None else asked.first
    start = perf_counter()
    trees = pairs = 0
    for more_trees, more_pairs in campaign(asked.pairs, first, asked.workers):
        trees, pairs = trees + more_trees, pairs + more_pairs
    print(
        f"fuzz: {pairs:,} pairs of criteria and facts ({trees:,} random forests with {ROWS} rows each), seeds "
        f"{first} to {first + trees - 1}, {perf_counter() - start:.0f} s, {asked.workers} at a time: the "
        "evaluator is the oracle, on ints and on words; nothing else broke"
    )


if __name__ == "__main__":
    main()
