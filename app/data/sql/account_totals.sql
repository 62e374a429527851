-- One row: the account of shifted dates of all projects of the selection; late days and months stand apart.
select
    coalesce(sum(milestone_count), 0)::bigint as milestone_count,
    sum(replanned_count)::bigint as replanned_count,
    coalesce(sum(replanned_milestone_count), 0)::bigint as replanned_milestone_count,
    coalesce(sum(compared_count), 0)::bigint as compared_count,
    coalesce(sum(late_count), 0)::bigint as late_count,
    sum(late_days)::bigint as late_days,
    max(longest_days) as longest_days,
    coalesce(sum(late_in_days_count), 0)::bigint as late_in_days_count,
    sum(late_months)::bigint as late_months,
    max(longest_months) as longest_months,
    coalesce(sum(late_in_months_count), 0)::bigint as late_in_months_count,
    coalesce(sum(early_count), 0)::bigint as early_count,
    coalesce(sum(on_time_count), 0)::bigint as on_time_count,
    coalesce(sum(told_late_count), 0)::bigint as told_late_count,
    coalesce(sum(overdue_count), 0)::bigint as overdue_count,
    coalesce(sum(no_feedback_count), 0)::bigint as no_feedback_count,
    coalesce(sum(undated_silent_count), 0)::bigint as undated_silent_count,
    arg_min(silent_since, (silent_since_date, project_id)) filter (silent_since is not null) as silent_since,
    max(silent_days) as silent_days,
    coalesce(sum(dropped_count), 0)::bigint as dropped_count
from selected_project_account($stand, $municipalities, $fields, $levels, $years);
