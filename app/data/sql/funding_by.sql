-- One row per value of the dimension: the grants that count, by attribution; together the total of the selection.
with counted as (
    select
        case $dimension
            when 'level' then funder_level
            when 'programme' then programme
            when 'field' then field_of_action
            when 'year' then approved_year::varchar
            when 'municipality' then coalesce(
                (select name from municipality
                    where version_date = $version and municipality.municipality_ags = chosen.municipality_ags),
                attribution)
        end as label,
        attribution,
        grant_eur
    from selected_funding($stand, $municipalities, $fields, $levels, $years) as chosen
    where grant_eur is not null
)
select
    label,
    sum(grant_eur) filter (attribution = 'single') as single_eur,
    sum(grant_eur) filter (attribution = 'joint') as joint_eur,
    sum(grant_eur) filter (attribution = 'district') as district_eur,
    sum(grant_eur) as grant_eur,
    count(*) as grant_count
from counted
group by label
order by if($dimension = 'year', label, null) nulls last, grant_eur desc, label;
