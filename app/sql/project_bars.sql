-- One row per project of the selection that has any date to draw, latest activity first.
select
    project_id, title as project_title, begin, begin_first_date, begin_last_date, "end", end_first_date, end_last_date,
    list_max(years) as latest_year
from selected_project($stand, $municipalities, $fields, $levels, $years) as chosen
where begin is not null or "end" is not null or exists (
    select 1 from milestone_detail where milestone_detail.stand_date = $stand and due is not null
        and milestone_detail.project_id = chosen.project_id)
order by latest_year desc, project_title;
