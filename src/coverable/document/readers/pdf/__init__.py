"""PDF: words with their boxes, then lines, tables and the order in which a page is read."""
