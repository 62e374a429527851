"""The programming interface: every public table of a release, whole releases, and the description of both."""
