"""From visual lines to blocks: items and paragraphs whole again, furniture and repeats taken out."""
