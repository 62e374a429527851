"""Files into rows: CSV, TOML, boundaries, the whole data folder; money and dates as texts mean them. Imports messages."""
