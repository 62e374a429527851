"""Tables of a release: their columns renamed and typed, nothing derived or judged. Imports reading and what it may."""
