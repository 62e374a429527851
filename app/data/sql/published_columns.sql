-- One row per column of the tables that say what their rows are: what it holds, and what is known of its table.
select
    table_name, owner.comment as grain, owner.estimated_size as row_count, owner.has_primary_key as is_loaded,
    column_name, data_type, described.comment, coalesce(list_contains(constraint_column_names, column_name), false) as is_key
from duckdb_columns() as described
join duckdb_tables() as owner using (table_oid, table_name)
left join duckdb_constraints() as held on held.table_oid = owner.table_oid and constraint_type = 'PRIMARY KEY'
where owner.comment is not null
order by table_name, column_index;
