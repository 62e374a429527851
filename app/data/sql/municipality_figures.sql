-- One row per municipality: its own figures over the selection; joint and district-wide money is not in them.
-- What is joint stands beside them in full with each that takes part, so it is never added.
-- Unless years are chosen the milestones of the selection are those of its projects, which are counted already.
with milestones as (
    select project_id, count(*) filter (role = 'result') as result_count, count(*) filter (state = 'reached') as reached_count,
        count(*) filter (role = 'result' and state = 'no_feedback') as silent_count
    from selected_milestone($stand, $municipalities, $fields, $levels, $years)
    where len($years) > 0
    group by project_id
),
steps as (
    select area_ags as municipality_ags, sum(result_count) as result_count, sum(reached_count) as reached_count,
        sum(silent_count) as silent_count
    from project_area join milestones using (project_id)
    where stand_date = $stand
    group by area_ags
),
projects as (
    select
        municipality_ags,
        count(*) filter (attribution = 'single') as own_count,
        count(*) filter (attribution = 'joint') as joint_count,
        sum(result_count) as result_count,
        sum(reached_count) as reached_count,
        sum(silent_count) as silent_count,
        arg_max(published, published_first_date) as published
    from (
        select unnest(area_ags) as municipality_ags, attribution, result_count, reached_count, silent_count,
            published, published_first_date
        from selected_project($stand, $municipalities, $fields, $levels, $years)
        left join project_news using (stand_date, project_id)
    )
    group by municipality_ags
),
sums as (
    select stand_date, project_id, attribution, municipality_ags, sum(grant_eur) as grant_eur
    from selected_funding($stand, $municipalities, $fields, $levels, $years)
    group by all
),
money as (select municipality_ags, sum(grant_eur) as grant_eur from sums group by municipality_ags),
joint as (
    select area_ags as municipality_ags, sum(grant_eur) as joint_eur
    from sums join project_area using (stand_date, project_id)
    where attribution = 'joint'
    group by area_ags
),
supply as (
    select region_ags as municipality_ags, any_value(value) filter (supply = 'gigabit') as gigabit_pct,
        any_value(value) filter (supply = 'mobile') as mobile_pct,
        any_value(value) filter (supply = 'charging') as charging_rate
    from supply_value where version_date = $version
    group by region_ags
)
select
    municipality.municipality_ags,
    municipality.name,
    kind,
    money.grant_eur,
    money.grant_eur / nullif(population_count, 0) as grant_per_head_eur,
    coalesce(own_count, 0) as own_count,
    coalesce(joint_count, 0) as joint_count,
    coalesce(own_count, 0) + coalesce(joint_count, 0) as project_count,
    coalesce(if(len($years) = 0, projects.reached_count, steps.reached_count), 0)::bigint as reached_count,
    coalesce(if(len($years) = 0, projects.silent_count, steps.silent_count), 0)::bigint as silent_count,
    coalesce(if(len($years) = 0, projects.result_count, steps.result_count), 0)::bigint as result_count,
    population_count,
    area_km2,
    population_count / area_km2 as density_count,
    joint_eur,
    gigabit_pct,
    mobile_pct,
    charging_rate,
    published
from municipality
left join latest_population on latest_population.version_date = municipality.version_date
    and region_ags = municipality.municipality_ags
left join money using (municipality_ags)
left join joint using (municipality_ags)
left join supply using (municipality_ags)
left join projects using (municipality_ags)
left join steps using (municipality_ags)
where municipality.version_date = $version
    and (len($municipalities) = 0 or list_contains($municipalities, municipality.municipality_ags)
        or list_contains($municipalities, $district))
order by municipality.municipality_ags;
