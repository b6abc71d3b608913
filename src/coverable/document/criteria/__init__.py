"""The criteria of a document, read in steps; each folder uses those before it only.

`text` (words) → `quantifiers` (how many) → `positions` (what is said of a use) → `outline` (what stands under what) →
`conditions` (trees) → `grids` (tables) → `statements`; `read.py` goes through a document with all of them.
"""
