"""FHIR at the edge: a record becomes facts, a Bundle becomes a request; CQL and FHIRPath say the same."""
