-- One row per milestone that demonstrably lies after its first plan, or is overdue; of many the longest, with their number.
with shifted as (
    from selected_account($stand, $municipalities, $fields, $levels, $years)
    where timing = 'late' or state = 'overdue'
),
-- What is overdue is late until the Stand; where precision differs, the days in between count.
longest as (
    select *, coalesce(
        delay_days, delay_months * 30,
        if(state = 'overdue', $stand - due_last_date, due_first_date - first_planned_last_date), 0
    ) as length
    from shifted
    order by length desc, first_planned_last_date, milestone_id
    limit 1000
)
select
    title, project_id, project_title, state, timing, first_planned, first_planned_first_date, first_planned_last_date,
    due, due_first_date, due_last_date, delay_days, delay_months, replanned_count, milestone_id,
    (select array_agg(coalesce(region.name, area_ags) order by area_ags) from project_municipality
        left join region on region.version_date = $version and region_ags = area_ags
        where project_municipality.stand_date = $stand and project_municipality.project_id = longest.project_id) as areas,
    (select count(*) from shifted) as shift_count,
    (select count(*) from shifted where timing = 'late') as shift_late_count
from longest
order by length desc, first_planned_last_date, milestone_id;
