-- One row per municipality: its own figures over the selection; joint and district-wide money is not in them.
select
    municipality.municipality_ags,
    municipality.name,
    kind,
    money.grant_eur,
    money.grant_eur / population_count as grant_per_head_eur,
    coalesce(projects.own_count, 0) as own_count,
    coalesce(projects.joint_count, 0) as joint_count,
    coalesce(projects.own_count, 0) + coalesce(projects.joint_count, 0) as project_count,
    coalesce(milestones.reached_count, 0) as reached_count,
    coalesce(milestones.milestone_count, 0) as milestone_count,
    population_count,
    area_km2,
    population_count / area_km2 as density_count
from municipality
left join latest_population on latest_population.version_date = municipality.version_date
    and region_ags = municipality.municipality_ags
left join (
    select municipality_ags, sum(grant_eur) as grant_eur
    from selected_funding($stand, $municipalities, $fields, $levels, $years) group by municipality_ags
) as money using (municipality_ags)
left join (
    select area as municipality_ags,
        count(*) filter (attribution = 'single') as own_count, count(*) filter (attribution = 'joint') as joint_count
    from (select *, unnest(area_ags) as area from selected_project($stand, $municipalities, $fields, $levels, $years))
    group by area
) as projects using (municipality_ags)
left join (
    select area as municipality_ags, count(*) as milestone_count, count(*) filter (state = 'reached') as reached_count
    from (select *, unnest(area_ags) as area from selected_milestone($stand, $municipalities, $fields, $levels, $years))
    group by area
) as milestones using (municipality_ags)
where municipality.version_date = $version
    and (len($municipalities) = 0 or list_contains($municipalities, municipality.municipality_ags)
        or list_contains($municipalities, $district))
order by municipality.municipality_ags;
