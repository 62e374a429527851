"""One module per kind of official file, each with its ``ADAPTER``, or several. Imports formats and below."""
