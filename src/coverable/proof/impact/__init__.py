"""Impact analysis: which stored requests another wording of a policy would answer otherwise, and why."""
