"""Columns of claims in, decided columns out: signals and worklists, by the evaluator of one request."""
