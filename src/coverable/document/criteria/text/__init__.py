"""Texts cut into passages, words and signs; the classes of words that everything above reads by."""
