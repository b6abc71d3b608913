"""How many of a list are asked for, and what the words over the list say besides."""
