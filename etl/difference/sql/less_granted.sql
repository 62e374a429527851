-- One row per project that is in both Stände and has less money granted than before.
select now.title, was.grant_eur, now.grant_eur
from project_detail as now
join (
    select coalesce(new_key, project_id) as project_id, grant_eur
    from project_detail
    left join renamed_between($before, $after) on table_name = 'projekte' and old_key = project_id
    where stand_date = $before
) as was using (project_id)
where stand_date = $after and coalesce(now.grant_eur, 0) < was.grant_eur
order by title, project_id
