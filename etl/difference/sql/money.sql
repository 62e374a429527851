-- One row per breakdown and name in it whose counted money differs: grants by place (municipalities, then joint, then
-- district-wide projects), level, funder, programme and field, and everything by kind.
with part as (
    select
        unnest([
            {'position': 1, 'breakdown': 'Kommune', 'name': case attribution
                when 'joint' then 'Gemeinsame Vorhaben' when 'district' then 'Kreisweite Vorhaben' else municipality_name end},
            {'position': 2, 'breakdown': 'Ebene', 'name': funder_level},
            {'position': 3, 'breakdown': 'Geldgeber', 'name': coalesce(funder, 'keine Angabe')},
            {'position': 4, 'breakdown': 'Programm', 'name': coalesce(programme, 'keine Angabe')},
            {'position': 5, 'breakdown': 'Handlungsfeld', 'name': field_of_action},
            {'position': 6, 'breakdown': 'Art', 'name': kind}
        ], recursive := true),
        kind, attribution, stand_date, amount_eur
    from funding_detail left join (
        select municipality_ags, arg_max(name, version_date) as municipality_name from municipality group by all
    ) using (municipality_ags)
    where is_counted and stand_date in ($before, $after)
)
select
    breakdown, name,
    sum(amount_eur) filter (stand_date = $before) as old_eur,
    sum(amount_eur) filter (stand_date = $after) as new_eur
from part
where kind = 'Zuwendung' or breakdown = 'Art'
group by position, breakdown, name
having old_eur is distinct from new_eur
order by position, max(list_position(['single', 'joint', 'district'], attribution)) filter (position = 1), name
