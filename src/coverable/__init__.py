"""Coverable: medical coverage policies as files that people can read, prove, compare and run."""

__version__ = "0.1.0"
