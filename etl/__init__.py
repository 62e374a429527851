"""From data/raw to a release; never imports app, pages, streamlit, plotly.

From the ground up, each folder imports only those above it in this list:
``messages`` (what is said to the office), ``reading`` (files into rows), ``tables`` (rows named and typed), ``rules``
(what must hold), ``release`` (what is built and published), ``workbook`` (the office's Excel), ``feedback`` (what places
are asked), ``merging`` (what they hand in), ``difference`` (what would change), ``office`` (drafts and their release),
``official`` (files of others), ``new_region`` (another district), ``commands`` (the command line).
"""
