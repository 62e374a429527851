-- One row per described column: of the derived figures, or of the tables as they are loaded.
-- Derived figures are in tables without a key, each once and without what they carry over from the loaded tables.
select column_name, described.comment, described.table_name
from duckdb_columns() as described join duckdb_tables() as owner using (table_oid)
where described.comment is not null and owner.has_primary_key <> $derived
qualify not $derived or (described.table_name = max(described.table_name) over (partition by column_name, described.comment)
    and (column_name, described.comment) not in (
        select (column_name, loaded.comment) from duckdb_columns() as loaded join duckdb_tables() as loaded_table using (table_oid)
        where has_primary_key))
order by described.table_name, column_index;
