-- One row: everything about one project; none when the Stand does not know it.
select project_detail.* replace (
    (select array_agg(coalesce(region.name || if(region_level = 'neighbour', ' (außerhalb der Region)', ''), area_ags) order by area_ags) from project_municipality
        left join region on region.version_date = $version and region_ags = area_ags
        where project_municipality.stand_date = $stand and project_municipality.project_id = $project) as areas)
from project_detail
where stand_date = $stand and project_id = $project;
