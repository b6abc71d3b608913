"""What a sentence says of a use (necessary, investigational, not covered …), and for which stage."""
