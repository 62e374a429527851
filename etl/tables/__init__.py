"""One module per table: its columns renamed and typed, nothing derived or judged. Imports reading and what it may."""
