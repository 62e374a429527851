-- One row per cell that differs and per row or column that is new or gone, in the order of the files. A sum and a milestone
-- belong to a project.
select
    table_name, change, row_key, title, difference.column_name, old_value, new_value,
    (select amount_eur from funding
        where table_name = 'foerderung' and funding_id = row_key and stand_date = if(change = 'gone', $before, $after)) as amount_eur,
    if(table_name <> 'projekte', project_title, null) as project_title
from selected_difference($before, $after, [], [], []) as difference
left join input_column on input_table = table_name and header = difference.column_name
where change <> 'renamed'
order by difference.position, input_line, row_key, input_column.position
