-- One row per described column: of the derived figures, or of the tables as they are loaded.
select table_name, column_name, comment from duckdb_columns()
where not internal and comment is not null
    and (table_name in (select view_name from duckdb_views() where not internal)) = $derived
order by table_name, column_index;
