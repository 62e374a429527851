"""Files into rows: CSV, TOML, boundaries, the whole data folder; archives from outside within limits; money and dates as texts mean them. Imports messages."""
