-- One row: what happened in the period, by kind; what possibly did; and what has no date at all.
with found as (
    select *, lies(first_date, last_date, $first, $last) as fit
    from selected_event($stand, $municipalities, $fields, $levels)
),
inside as (from found where fit = 'inside')
select
    (select count(*) from found where fit = 'possible') as possible_count,
    (select max(first_date) from found where last_date <= $last) as latest_date,
    (select count(*) from found where event = 'reached' and happened is null) as undated_reached_count,
    (select count(*) from found where event = 'granted' and happened is null) as undated_granted_count,
    (select count(*) from found where event = 'no_feedback' and happened is null) as unplanned_count,
    (select count(*) from found where event = 'begun' and happened is null) as no_begin_count,
    (select count(*) from found where event = 'ended' and happened is null) as no_end_count,
    count(*) as event_count,
    count(*) filter (event = 'reached') as reached_count,
    count(*) filter (event = 'reached' and timing = 'late') as late_reached_count,
    count(*) filter (event = 'overdue') as overdue_count,
    count(*) filter (event = 'no_feedback') as no_feedback_count,
    count(*) filter (event = 'later') as later_count,
    count(*) filter (event = 'earlier') as earlier_count,
    count(*) filter (event = 'granted') as grant_count,
    sum(grant_eur) as grant_eur,
    sum(grant_eur) filter (attribution = 'single') as single_eur,
    sum(grant_eur) filter (attribution = 'joint') as joint_eur,
    sum(grant_eur) filter (attribution = 'district') as district_eur,
    count(distinct project_id) filter (event = 'granted') as project_count,
    count(*) filter (event = 'begun') as begun_count,
    count(*) filter (event = 'ended') as ended_count
from inside;
