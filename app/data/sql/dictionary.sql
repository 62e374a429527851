-- One row per described column: of the derived figures (tables without a key), or of the tables as they are loaded.
select described.table_name, column_name, described.comment
from duckdb_columns() as described join duckdb_tables() as owner using (table_oid)
where described.comment is not null and owner.has_primary_key <> $derived
order by described.table_name, column_index;
