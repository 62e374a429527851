-- One row: how much is not known about the projects, sums and milestones of the selection, and about the whole Stand's sources.
-- Rows that were not loaded are those of files of this Stand, of earlier ones and of no Stand.
with chosen as (
    from selected_project($stand, $municipalities, $fields, $levels, $years)
),
money as (
    from selected_funding($stand, $municipalities, $fields, $levels, $years)
),
steps as (
    from selected_milestone($stand, $municipalities, $fields, $levels, $years)
)
select
    (select count(*) from chosen) as project_count,
    (select count(*) from chosen where begin is null) as no_begin_count,
    (select count(*) from chosen where "end" is null) as no_end_count,
    (select count(*) from chosen where grant_eur is null) as no_grant_count,
    (select count(*) from chosen where field_assigned_by = 'Redaktion') as assigned_count,
    (select count(*) from chosen where status is not null and status_on is null) as undated_status_count,
    (select count(*) from money) as row_count,
    (select count(*) from money where not is_counted) as uncounted_count,
    (select count(*) from money where is_counted and approved is null) as undated_count,
    (select count(*) from steps where role = 'result') as result_count,
    (select count(*) from steps) as milestone_count,
    (select count(*) from steps where kind is null) as unknown_kind_count,
    (select count(*) from steps where state = 'reached' and reached is null) as undated_reached_count,
    (select count(*) from steps where role = 'result' and state = 'no_feedback') as no_feedback_count,
    (select count(*) from source where stand_date = $stand and published is null) as undated_source_count,
    (select count(*) from source where stand_date = $stand) as source_count,
    (select count(*) from rejected where coalesce(try_cast(split_part(input_file, '/', 2) as date), $stand) <= $stand) as rejected_count;
