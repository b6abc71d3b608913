"""Criteria as trees: single conditions with their bounds, and the rules that join them."""
