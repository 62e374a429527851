-- One row per dimension and value of it: the grants that count, by attribution; of each dimension the total of the selection.
with counted as (
    select
        unnest(['level', 'programme', 'field', 'year', 'municipality']) as dimension,
        unnest([
            funder_level, programme, field_of_action, approved_year::varchar, coalesce(municipality.name, attribution)
        ]) as label,
        attribution,
        grant_eur
    from selected_funding($stand, $municipalities, $fields, $levels, $years) as chosen
    left join municipality on version_date = $version and municipality.municipality_ags = chosen.municipality_ags
    where grant_eur is not null
)
select
    dimension,
    label,
    sum(grant_eur) filter (attribution = 'single') as single_eur,
    sum(grant_eur) filter (attribution = 'joint') as joint_eur,
    sum(grant_eur) filter (attribution = 'district') as district_eur,
    sum(grant_eur) as grant_eur,
    count(*) as grant_count
from counted
group by dimension, label
order by dimension, if(dimension = 'year', label, null) nulls last, grant_eur desc, label;
