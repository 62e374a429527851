"""Official sources: from a file that somebody else publishes to the tables of a new Stand.

Imports workbook and below. From the ground up, each part imports only those above it in this list:

``interface``: what every adapter takes and gives; ``Adapter`` is the contract.
``formats``: any file opened, as texts (``text_tables``, ``excel``) or as areas (``gis_files``, ``crs``, ``coverage``,
written by ``geojson``).
``adapters``: one module per kind of file with its ``ADAPTER``; ``recognition`` finds and asks them all. They share
``table_adapter`` (headings, spelt as in ``headings.toml``, and rows), ``broadband_cells`` and ``broadband_names``,
``indicator_rows``, ``population_rows`` and ``candidates`` (what they give), ``mapping`` (spellings) and ``location`` (the
municipality that a row means).
``download``: ``fetch`` goes through sources.toml and adds files that somebody brought, ``addresses`` fills in dates, ``http_client`` gets one file,
``members`` gives the tables in a ZIP, ``lock`` is raw/sources.lock.
``ingest``: ``known_data`` (the data folder as it is) with ``settings`` and ``postcodes``; ``ingest`` with ``merge``
(tables) and ``boundary_merge``; ``candidate_files`` with ``candidate_marks`` only offer, to the office's workbook.
``products`` knows who publishes the files that a new district is made of.
"""
