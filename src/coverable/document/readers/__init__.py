"""Readers: one for each kind of file; `read.read_source` tells the kind from the bytes."""
