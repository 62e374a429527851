-- One row per funder, programme and receiving area: the grants that count; of many the twelve largest, others together.
with counted as (
    select
        coalesce(funder, 'ohne Angabe') as funder, coalesce(programme, 'ohne Angabe') as programme,
        attribution, municipality_ags, sum(grant_eur) as grant_eur
    from selected_funding($stand, $municipalities, $fields, $levels, $years)
    where grant_eur is not null
    group by all
),
funders as (
    select funder from (select funder, sum(grant_eur) as sum_eur from counted group by funder)
    qualify count(*) over () <= 20 or row_number() over (order by sum_eur desc, funder) <= 12
),
programmes as (
    select programme from (select programme, sum(grant_eur) as sum_eur from counted group by programme)
    qualify count(*) over () <= 20 or row_number() over (order by sum_eur desc, programme) <= 12
),
receivers as (
    select municipality_ags, name from (
        select municipality_ags, sum(grant_eur) as sum_eur from counted
        where municipality_ags is not null group by municipality_ags)
    join municipality using (municipality_ags)
    where version_date = $version
    qualify count(*) over () <= 20 or row_number() over (order by sum_eur desc, municipality_ags) <= 12
)
select
    coalesce(funders.funder, 'übrige Geldgeber') as funder,
    coalesce(programmes.programme, 'übrige Programme') as programme,
    if(municipality_ags is null, null, coalesce(receivers.name, 'übrige Kommunen')) as municipality,
    attribution,
    sum(grant_eur) as grant_eur
from counted
left join funders using (funder)
left join programmes using (programme)
left join receivers using (municipality_ags)
group by all
order by grant_eur desc, funder, programme, municipality;
