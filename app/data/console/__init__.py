"""Queries that visitors write: checked and run by processes of their own, on one release alone, within limits."""
