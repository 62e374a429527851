-- One row per correction up to the Stand, latest first.
select stand_date, corrected_date, table_name as changed_table, row_key, column_name as changed_column, old_value, new_value, reason, input_file, input_line
from correction where stand_date <= $stand
order by stand_date desc, corrected_date desc, input_line desc;
