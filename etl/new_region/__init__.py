"""A data folder for another district, made from official files. Imports official and below, but no workbook."""
