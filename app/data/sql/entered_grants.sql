-- One row: grants that count in the Stand and did not in an earlier one: how many, when they were granted, of how many nobody knows.
select
    count(*) as grant_count, min(year(approved_first_date)) as first_year, max(year(approved_last_date)) as last_year,
    count(*) filter (approved_first_date is null) as undated_count
from selected_funding($stand, $municipalities, $fields, $levels, $years)
anti join (
    select coalesce(new_key, funding_id) as funding_id
    from selected_funding($before, [], [], [], [])
    left join renamed_between($before, $stand) on table_name = 'foerderung' and old_key = funding_id
    where grant_eur is not null
) as counted_before using (funding_id)
where grant_eur is not null;
