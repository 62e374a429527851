-- One row per project of the selection whose account of shifted dates holds anything.
select
    account.* exclude (silent_since_date),
    silent_since_date as silent_last_date,
    confidence_step,
    greatest(longest_days, longest_months * 30) as about_days
from selected_project_account($stand, $municipalities, $fields, $levels, $years) as account
left join project_confidence on project_confidence.stand_date = $stand and project_confidence.project_id = account.project_id
-- What is overdue is told late.
where replanned_count > 0 or late_count > 0 or early_count > 0 or told_late_count > 0
    or no_feedback_count > 0 or dropped_count > 0;
