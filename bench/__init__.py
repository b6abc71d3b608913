"""Benchmarks: `make bench`. Ratios of medians in one run on one core; never timed tests."""
