"""The sections of a document, by the headings that open them."""
