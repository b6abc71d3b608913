"""Criteria that stand in tables."""
