-- One row per correction of the later Stand, in the order of the file.
select
    table_name, row_key, coalesce(column_name, ''), coalesce(old_value, ''), coalesce(new_value, ''), reason,
    corrected_date::varchar
from correction where stand_date = $after order by input_line
