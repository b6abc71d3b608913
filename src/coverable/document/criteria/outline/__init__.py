"""Which block stands under which: lists as their author meant them, and what in them is a heading."""
