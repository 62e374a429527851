-- One row: how many projects, milestones, sums and reached results of the selection are new since an earlier Stand.
-- A milestone that is new as well counts as such alone.
with chosen as materialized (from selected_between($before, $stand, $municipalities, $fields, $levels)),
entry as (
    select stand_date, 'projekte' as table_name, 'project' as kind, project_id as row_key, project_id from project
    union all select stand_date, 'meilensteine', 'milestone', milestone_id, project_id from milestone
    union all select stand_date, 'meilensteine', 'reached', milestone_id, project_id from milestone_detail where state = 'reached'
    union all select stand_date, 'foerderung', 'funding', funding_id, project_id from funding
),
new as materialized (
    select kind, row_key
    from entry semi join chosen using (project_id)
    anti join (
        select kind, coalesce(new_key, row_key) as row_key
        from entry left join renamed_between($before, $stand) as renamed
            on renamed.table_name = entry.table_name and old_key = row_key
        where stand_date = $before
    ) as before using (kind, row_key)
    where stand_date = $stand
)
select
    count(*) filter (kind = 'project') as project_count,
    count(*) filter (kind = 'milestone') as milestone_count,
    count(*) filter (kind = 'funding') as funding_count,
    count(*) filter (kind = 'reached' and row_key not in (select row_key from new where kind = 'milestone')) as reached_count
from new;
