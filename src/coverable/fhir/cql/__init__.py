"""CQL and ELM of the glossary's declarations and of policies: one tree of meaning, two notations."""
