"""What reviewing claims costs, next to reading and writing, DuckDB, Polars and Spark."""
