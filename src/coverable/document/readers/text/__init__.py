"""Plain text: markup taken out, tables that blanks or extractions left put together again."""
