"""A position with its subject, its criteria and what else it reaches: one statement of the policy."""
