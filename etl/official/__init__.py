"""Official sources: from a file that somebody else publishes to the tables of a new Stand.

Imports workbook and below. From the ground up, each part imports only those above it in this list:

``interface``: what every adapter takes and gives.
``formats``: any file opened, as texts (``text_tables``, ``excel``) or as areas (``gis_files``, ``crs``, ``coverage``,
written by ``geojson``).
``adapters``: one module per kind of file: ``municipal_boundaries``, ``broadband`` (with ``broadband_cells``,
``broadband_names``), ``charging``, ``gazetteer``, ``gazetteer_workbook``, ``population_flat`` and ``population_table``
(all with ``population_rows``), ``funding_catalogue`` and ``operations`` (with ``candidates``). ``recognition`` asks them
all; ``mapping`` holds spellings, ``location`` finds the municipality that a row means.
``download``: ``fetch`` goes through sources.toml, ``addresses`` fills in dates, ``http_client`` gets one file,
``archive`` opens a ZIP, ``lock`` is raw/sources.lock, ``manual_files`` are those that somebody brought.
``ingest``: ``known_data`` (the data folder as it is) with ``settings`` and ``postcodes``; ``ingest`` with ``merge``
(tables) and ``boundary_merge``; ``candidate_files`` with ``candidate_marks`` only offer, to the office's workbook.
``products`` knows who publishes the files that a new district is made of.
"""
