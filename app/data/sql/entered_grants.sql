-- One row: what has become of the grants that count since an earlier Stand; all amounts together are what the sum differs by.
-- Grants that count now and did not: how many, when they were granted, and which of them stood there before. Grants that count
-- no longer, and grants that count with another amount.
with known as (
    select coalesce(new_key, funding_id) as funding_id
    from funding
    left join renamed_between($before, $stand) on table_name = 'foerderung' and old_key = funding_id
    where stand_date = $before
),
was as (
    select coalesce(new_key, funding_id) as funding_id, grant_eur
    from selected_funding($before, $municipalities, $fields, $levels, $years)
    left join renamed_between($before, $stand) on table_name = 'foerderung' and old_key = funding_id
    where grant_eur is not null
),
now as (
    select funding_id, grant_eur, approved_first_date, approved_last_date, funding_id in (from known) as is_known
    from selected_funding($stand, $municipalities, $fields, $levels, $years)
    where grant_eur is not null
),
step as (
    select now.* exclude (grant_eur), was.grant_eur as old_eur, now.grant_eur as new_eur
    from now full join was using (funding_id)
    where was.grant_eur is distinct from now.grant_eur
)
select
    count(*) filter (old_eur is null) as grant_count,
    min(year(approved_first_date)) filter (old_eur is null) as first_year,
    max(year(approved_last_date)) filter (old_eur is null) as last_year,
    count(*) filter (old_eur is null and approved_first_date is null) as undated_count,
    count(*) filter (old_eur is null and is_known) as known_count,
    sum(new_eur) filter (old_eur is null and is_known) as known_eur,
    count(*) filter (new_eur is null) as gone_count,
    -sum(old_eur) filter (new_eur is null) as gone_eur,
    count(*) filter (old_eur is not null and new_eur is not null) as changed_count,
    sum(new_eur - old_eur) as changed_eur
from step;
