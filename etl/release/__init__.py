"""What is written, whole or not at all: a new Stand, a release, which one is current. Imports rules and below."""
