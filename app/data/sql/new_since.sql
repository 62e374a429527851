-- One row: how many projects, milestones, sums and reached results of the selection are new since an earlier Stand.
-- A milestone that is new as well counts as such alone.
with was as (
    select 'project' as kind, 'projekte' as table_name, project_id as row_key from project where stand_date = $before
    union all select 'milestone', 'meilensteine', milestone_id from milestone where stand_date = $before
    union all select 'reached', 'meilensteine', milestone_id from milestone_detail where stand_date = $before and state = 'reached'
    union all select 'funding', 'foerderung', funding_id from funding where stand_date = $before
),
now as (
    select 'project' as kind, project_id as row_key from selected_project($stand, $municipalities, $fields, $levels, $years)
    union all select 'milestone', milestone_id from selected_milestone($stand, $municipalities, $fields, $levels, $years)
    union all select 'reached', milestone_id from selected_milestone($stand, $municipalities, $fields, $levels, $years)
        where state = 'reached'
    union all select 'funding', funding_id from selected_funding($stand, $municipalities, $fields, $levels, $years)
),
new as materialized (
    from now anti join (
        select kind, coalesce(new_key, row_key) as row_key
        from was left join renamed_between($before, $stand) as renamed
            on renamed.table_name = was.table_name and old_key = row_key
    ) as before using (kind, row_key)
)
select
    count(*) filter (kind = 'project') as project_count,
    count(*) filter (kind = 'milestone') as milestone_count,
    count(*) filter (kind = 'funding') as funding_count,
    count(*) filter (kind = 'reached' and row_key not in (select row_key from new where kind = 'milestone')) as reached_count
from new;
