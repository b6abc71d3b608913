"""A change from draft to approved: what is missing, what it changes, and what carries over."""
