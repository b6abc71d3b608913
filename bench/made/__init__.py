"""A library of made-up policies for benchmarks and tests: the same seed, the same bytes."""
