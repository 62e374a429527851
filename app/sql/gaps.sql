-- One row: how much is not known, over the whole Stand.
select
    (select count(*) from project where stand_date = $stand) as project_count,
    (select count(*) from project where stand_date = $stand and begin is null) as no_begin_count,
    (select count(*) from project where stand_date = $stand and "end" is null) as no_end_count,
    (select count(*) from project_detail where stand_date = $stand and grant_eur is null) as no_grant_count,
    (select count(*) from project where stand_date = $stand and field_assigned_by = 'Redaktion') as assigned_count,
    (select count(*) from project where stand_date = $stand and status is not null and status_on is null) as undated_status_count,
    (select count(*) from funding where stand_date = $stand) as row_count,
    (select count(*) from funding where stand_date = $stand and counting <> 'zählt') as uncounted_count,
    (select count(*) from funding where stand_date = $stand and counting = 'zählt' and approved is null) as undated_count,
    (select count(*) from milestone where stand_date = $stand) as milestone_count,
    (select count(*) from milestone_detail where stand_date = $stand and state = 'reached' and reached is null) as undated_reached_count,
    (select count(*) from milestone_detail where stand_date = $stand and state = 'no_feedback') as no_feedback_count,
    (select count(*) from source where stand_date = $stand and published is null) as undated_source_count,
    (select count(*) from source where stand_date = $stand) as source_count,
    (select count(*) from rejected) as rejected_count;
