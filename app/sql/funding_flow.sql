-- One row per funder, programme and receiving area: the grants that count.
select
    coalesce(funder, 'ohne Angabe') as funder,
    coalesce(programme, 'ohne Angabe') as programme,
    attribution,
    municipality.name as municipality,
    sum(grant_eur) as grant_eur
from selected_funding($stand, $municipalities, $fields, $levels, $years) as chosen
left join municipality on version_date = $version and municipality.municipality_ags = chosen.municipality_ags
where grant_eur is not null
group by all
order by grant_eur desc, funder, programme;
