"""Official sources: from a file that somebody else publishes to the tables of a new Stand.

Ask an address: ``fetch`` goes through sources.toml, ``addresses`` fills in dates, ``download`` gets one file.
Keep what came: ``lock`` (raw/sources.lock), ``keep`` (files brought by hand).
Open it: ``archive`` (ZIP), ``excel``, ``reading`` (any table as texts), ``gis_files`` and ``crs`` (areas).
Know it: ``recognition`` asks the adapters, one module per kind of file, all shaped as ``extract`` says:
``boundaries`` (with ``coverage``), ``broadband`` (with ``broadband_cells``, ``broadband_names``), ``charging``,
``gazetteer``, ``gazetteer_workbook``, ``population_flat`` and ``population_table`` (all with ``population_rows``),
``funding_catalogue`` and ``operations`` (with ``candidates``).
Know what is ours: ``scope`` (the data folder as it is), ``settings`` (its TOML files), ``mapping``, ``postcodes``,
``whereabouts`` (which municipality a row means).
Put it in: ``ingest`` with ``merge`` (tables) and ``borders`` (boundaries, written by ``geojson``); ``report`` tells it.
Only offer it: ``candidate_files`` with ``candidate_marks``.
Begin with it: ``products`` knows who publishes the files that a new district is made of.
"""
