-- One row per milestone that demonstrably lies after its first plan, or is overdue; of many the longest, with their number.
select
    title, project_id, project_title, state, timing, first_planned, first_planned_first_date, first_planned_last_date,
    due, due_first_date, due_last_date, delay_days, delay_months, replanned_count, milestone_id,
    count(*) over () as shift_count,
    count(*) filter (timing = 'late') over () as shift_late_count
from selected_account($stand, $municipalities, $fields, $levels, $years)
where timing = 'late' or state = 'overdue'
order by coalesce(delay_days, delay_months * 30, 0) desc, first_planned_last_date, milestone_id
limit 1000;
