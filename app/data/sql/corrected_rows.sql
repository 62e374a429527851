-- One row per row that a correction up to the Stand names: what it is called, and its amount where it is one.
with amount as (select funding_id, arg_max(amount_eur, stand_date) as amount_eur from funding where stand_date <= $stand group by all)
select table_name as changed_table, row_key, arg_max(title, since_date) as title, any_value(amount_eur) as amount_eur
from row_version
left join amount on table_name = 'foerderung' and funding_id = row_key
where since_date <= $stand and (table_name, row_key) in (select (table_name, row_key) from correction where stand_date <= $stand)
group by all
order by all;
