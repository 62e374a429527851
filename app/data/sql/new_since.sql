-- One row: how many projects, milestones and sums of the selection an earlier Stand did not know.
with chosen as materialized (from selected_between($before, $stand, $municipalities, $fields, $levels)),
known as (
    select 'projekte' as table_name, project_id as row_key from project where stand_date = $before
    union all select 'meilensteine', milestone_id from milestone where stand_date = $before
    union all select 'foerderung', funding_id from funding where stand_date = $before
),
told as (
    select 'projekte' as table_name, project_id as row_key, project_id from project where stand_date = $stand
    union all select 'meilensteine', milestone_id, project_id from milestone where stand_date = $stand
    union all select 'foerderung', funding_id, project_id from funding where stand_date = $stand
)
select
    count(*) filter (table_name = 'projekte') as project_count,
    count(*) filter (table_name = 'meilensteine') as milestone_count,
    count(*) filter (table_name = 'foerderung') as funding_count
from told semi join chosen using (project_id)
anti join (
    select known.table_name, coalesce(new_key, row_key) as row_key
    from known left join renamed_between($before, $stand) as renamed
        on renamed.table_name = known.table_name and old_key = row_key
) as before using (table_name, row_key);
