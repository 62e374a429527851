-- One row per event of the given kinds (or of any kind) that lies in the period as $fit says: inside it, or possibly.
-- first_key is the same whatever the row was renamed to.
with named as (
    select table_name, id, arg_max(line, stand_date) as line from renamed_line where stand_date <= $stand group by all
)
select
    event, title, project_id, project_title, areas, attribution, happened, first_planned, due, state,
    delay_days, delay_months, grant_eur, if(event = 'granted', title, null) as recipient, funder, programme,
    source_id, input_file, input_line, first_date, last_date, coalesce(delay_days, delay_months * 30) as about_days,
    subject_id, coalesce(line, subject_id) as first_key
from selected_event($stand, $municipalities, $fields, $levels)
join (select project_id, areas from project_attribution where stand_date = $stand) using (project_id)
left join named on id = subject_id and table_name = case
    when event = 'granted' then 'foerderung' when event in ('begun', 'ended') then 'projekte' else 'meilensteine' end
where lies(first_date, last_date, $first, $last) = $fit and (len($kinds) = 0 or event = any($kinds));
