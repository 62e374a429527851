-- One row per correction after $since of these tables, latest first, with the key of its row and of its project in $stand.
-- Of indicators those alone that are named, or all; and of no column that nothing draws.
with renamed as (from given_up_between($since, $stand)),
row_project as (
    select 'projekte' as table_name, project_id as row_key, stand_date, project_id from project
    union all select 'foerderung', funding_id, stand_date, project_id from funding
    union all select 'meilensteine', milestone_id, stand_date, project_id from milestone
)
select
    correction.stand_date, corrected_date, correction.table_name as changed_table, correction.row_key,
    correction.column_name as changed_column, input_column.column_name as published_column, old_value, new_value, reason, input_file, input_line,
    coalesce(own.new_key, correction.row_key) as key_now,
    coalesce(project.new_key, now.project_id, was.project_id) as project_id,
    coalesce(correction.column_name = key_column(correction.table_name), false) as is_rename
from correction
left join renamed as own on own.table_name = correction.table_name and own.old_key = correction.row_key
left join row_project as now
    on now.table_name = correction.table_name and now.row_key = coalesce(own.new_key, correction.row_key) and now.stand_date = $stand
left join row_project as was
    on was.table_name = correction.table_name and was.row_key = correction.row_key and was.stand_date = $since
left join renamed as project on project.table_name = 'projekte' and now.project_id is null and project.old_key = was.project_id
left join input_column on input_table = correction.table_name and header = correction.column_name
where correction.stand_date > $since and correction.stand_date <= $stand and list_contains($tables, correction.table_name)
    and (len($indicators) = 0 or correction.table_name not in ('indikatoren', 'kennzahlen')
        or split_part(correction.row_key, ' / ', 1) = any($indicators))
    and coalesce(in_charts, true)
order by correction.stand_date desc, corrected_date desc, input_line desc;
