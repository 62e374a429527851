-- One row per project with money of the chosen funders, programmes or recipients: the grants among it that count.
with money as (
    select project_id, sum(grant_eur) as granted_eur
    from selected_funding($stand, $municipalities, $fields, $levels, $years)
    where is_chosen($funders, funder) and is_chosen($programmes, programme) and is_chosen($recipients, recipient)
    group by project_id
)
select project_id, title as project_title, field_of_action, areas, attribution, granted_eur, begin, "end", status
from project_detail join money using (project_id)
where stand_date = $stand;
