"""HTML: its encoding, what of a page is its text, lists as a browser numbers them, tables."""
