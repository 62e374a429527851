-- One row per described column of a table or view.
select table_name, column_name, comment from duckdb_columns()
where not internal and comment is not null
order by list_position($tables, table_name), table_name, column_index;
