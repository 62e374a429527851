"""Official sources: one small module per kind of file, what they find, and how it gets into a new Stand."""
