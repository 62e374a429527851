-- One row per chosen area: key facts, money, projects and results. Joint money stands in full with each that takes part, with the district once.
-- The office's tables tell of the district and its municipalities alone: of state and country nothing is known here, which is not zero.
with area as (
    select region_ags, region.name, region_level from region
    where version_date = $version and list_contains($places, region_ags) and region_level <> 'neighbour'
),
member as (from area_projects($stand, $version, $places)),
money as (
    select
        region_ags,
        sum(grant_eur) filter (attribution = 'single') as single_eur,
        sum(grant_eur) filter (attribution = 'joint') as joint_eur,
        sum(grant_eur) filter (attribution = 'district') as district_eur,
        sum(grant_eur) as all_eur
    from member join selected_funding($stand, [], $fields, $levels, $years) using (project_id)
    group by region_ags
),
projects as (
    select
        region_ags,
        count(*) as project_count,
        count(*) filter (attribution = 'single') as single_count,
        count(*) filter (attribution = 'joint') as joint_count,
        count(*) filter (attribution = 'district') as district_count
    from member join selected_project($stand, [], $fields, $levels, $years) using (project_id)
    group by region_ags
),
results as (
    select
        region_ags,
        count(*) as result_count,
        count(*) filter (state = 'reached') as reached_count,
        count(*) filter (state = 'planned') as planned_count,
        count(*) filter (state = 'overdue') as overdue_count,
        count(*) filter (state = 'no_feedback') as no_feedback_count
    from member join selected_milestone($stand, [], $fields, $levels, $years) using (project_id)
    where role = 'result'
    group by region_ags
),
size as (
    select municipality_ags as region_ags, area_km2 from municipality where version_date = $version
    union all
    select $district, sum(area_km2) from municipality where version_date = $version
),
told as (select stand_date from project where stand_date = $stand limit 1)
select
    area.region_ags, area.name, region_level, population_count, reference_date, area_km2,
    population_count / area_km2 as density_count,
    single_eur, single_eur / nullif(population_count, 0) as grant_per_head_eur, joint_eur,
    if(region_level = 'district', district_eur, null) as district_eur,
    if(region_level = 'district', all_eur, null) as grant_eur,
    if(is_told, coalesce(project_count, 0), null) as project_count,
    if(is_told, coalesce(single_count, 0), null) as single_count,
    if(is_told, coalesce(joint_count, 0), null) as joint_count,
    if(is_told and region_level = 'district', coalesce(district_count, 0), null) as district_count,
    if(is_told, coalesce(result_count, 0), null) as result_count,
    if(is_told, coalesce(reached_count, 0), null) as reached_count,
    if(is_told, coalesce(planned_count, 0), null) as planned_count,
    if(is_told, coalesce(overdue_count, 0), null) as overdue_count,
    if(is_told, coalesce(no_feedback_count, 0), null) as no_feedback_count
from (
    select *, region_level in ('municipality', 'district') and exists (from told) as is_told from area
) as area
left join latest_population on latest_population.version_date = $version and latest_population.region_ags = area.region_ags
left join size on size.region_ags = area.region_ags
left join money on money.region_ags = area.region_ags
left join projects on projects.region_ags = area.region_ags
left join results on results.region_ags = area.region_ags
order by list_position($places, area.region_ags);
