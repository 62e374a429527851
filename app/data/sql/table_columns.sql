-- One row per column of the tables and views of the release.
select table_name, column_name
from duckdb_columns()
where not internal
order by table_name, column_index;
