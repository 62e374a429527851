-- One row per described column: of the derived figures (tables without a key), or of the tables as they are loaded.
select column_name, described.comment, described.table_name
from duckdb_columns() as described join duckdb_tables() as owner using (table_oid)
where described.comment is not null and owner.has_primary_key <> $derived
order by described.table_name, column_index;
