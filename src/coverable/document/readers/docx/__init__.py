"""DOCX: the package, its styles and numbers, the words of paragraphs and tables."""
