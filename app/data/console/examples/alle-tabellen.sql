-- Welche Tabellen es gibt, und was eine Zeile davon ist.
select table_name as tabelle, comment as bedeutung, estimated_size as zeilen
from duckdb_tables()
order by tabelle
