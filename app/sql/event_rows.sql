-- One row per event of the given kinds (or of any kind) that lies in the period as $fit says: inside it, or possibly.
select
    event, title, project_id, project_title, areas, attribution, happened, first_planned, due, state,
    delay_days, delay_months, grant_eur, if(event = 'granted', title, null) as recipient, funder, programme,
    source_id, input_file, input_line, first_date, last_date, coalesce(delay_days, delay_months * 30) as about_days,
    subject_id
from selected_event($stand, $municipalities, $fields, $levels)
join (select project_id, areas from project_attribution where stand_date = $stand) using (project_id)
where lies(first_date, last_date, $first, $last) = $fit and (len($kinds) = 0 or event = any($kinds));
