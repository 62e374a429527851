-- One row per milestone that demonstrably lies after its first plan, or is overdue; of many the longest, with their number.
select
    title, project_id, project_title, state, timing, first_planned, first_planned_first_date, first_planned_last_date,
    due, due_first_date, due_last_date, delay_days, delay_months, replanned_count, milestone_id,
    (select array_agg(coalesce(region.name, area_ags) order by area_ags) from project_municipality
        left join region on region.version_date = $version and region_ags = area_ags
        where project_municipality.stand_date = $stand and project_municipality.project_id = account.project_id) as areas,
    count(*) over () as shift_count,
    count(*) filter (timing = 'late') over () as shift_late_count
from selected_account($stand, $municipalities, $fields, $levels, $years) as account
where timing = 'late' or state = 'overdue'
-- What is overdue is late until the Stand; where precision differs, the days in between count.
order by
    coalesce(
        delay_days, delay_months * 30,
        if(state = 'overdue', $stand - due_last_date, due_first_date - first_planned_last_date), 0
    ) desc, first_planned_last_date, milestone_id
limit 1000;
