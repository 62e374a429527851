-- One row per correction after $since of a row of these tables that the selection shows, latest first.
select stand_date, corrected_date, table_name as changed_table, row_key, column_name as changed_column,
    old_value, new_value, reason, input_file, input_line
from correction
where stand_date > $since and stand_date <= $stand and list_contains($tables, table_name)
    and case table_name
        when 'foerderung' then row_key in (
            select funding_id from selected_funding($stand, $municipalities, $fields, $levels, $years)
            union all
            select funding_id from selected_funding($since, $municipalities, $fields, $levels, $years))
        when 'meilensteine' then row_key in (
            select milestone_id from selected_milestone($stand, $municipalities, $fields, $levels, $years)
            union all
            select milestone_id from selected_milestone($since, $municipalities, $fields, $levels, $years))
        when 'projekte' then row_key in (
            select project_id from selected_project($stand, $municipalities, $fields, $levels, $years)
            union all
            select project_id from selected_project($since, $municipalities, $fields, $levels, $years))
        when 'indikatoren' then len($indicators) = 0 or split_part(row_key, ' / ', 1) = any($indicators)
        else true
    end
order by stand_date desc, corrected_date desc, input_line desc;
