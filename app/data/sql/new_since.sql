-- One row: how many projects, milestones, sums and reached results of the selection are new since an earlier Stand.
-- A milestone that is new as well counts as such alone.
with chosen as materialized (from selected_between($before, $stand, $municipalities, $fields, $levels)),
told as (
    select stand_date, 'projekte' as table_name, 'project' as what, project_id as row_key, project_id from project
    union all select stand_date, 'meilensteine', 'milestone', milestone_id, project_id from milestone
    union all select stand_date, 'meilensteine', 'reached', milestone_id, project_id from milestone_detail where state = 'reached'
    union all select stand_date, 'foerderung', 'funding', funding_id, project_id from funding
),
new as materialized (
    select what, row_key
    from told semi join chosen using (project_id)
    anti join (
        select what, coalesce(new_key, row_key) as row_key
        from told left join renamed_between($before, $stand) as renamed
            on renamed.table_name = told.table_name and old_key = row_key
        where stand_date = $before
    ) as before using (what, row_key)
    where stand_date = $stand
)
select
    count(*) filter (what = 'project') as project_count,
    count(*) filter (what = 'milestone') as milestone_count,
    count(*) filter (what = 'funding') as funding_count,
    count(*) filter (what = 'reached' and row_key not in (select row_key from new where what = 'milestone')) as reached_count
from new;
