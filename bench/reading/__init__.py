"""Made-up policy documents whose content is known, and the report that scores a reader on them."""
