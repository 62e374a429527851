"""One module per kind of official file, each with the names of ``interface.Adapter``. Imports formats and below."""
