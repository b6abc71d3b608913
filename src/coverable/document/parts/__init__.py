"""What else a document holds: history, references, evidence, definitions, keywords, notes, other policies."""
