"""The codes that a document lists: their forms, groups, qualifiers, and the check against the release."""
