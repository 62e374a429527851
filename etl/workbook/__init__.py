"""The office's way in and out: one workbook with a sheet per table. Knows cells, never what a figure means."""
