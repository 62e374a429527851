-- One row: everything about one project; none when the Stand does not know it.
select
    project_id, project_detail.title, summary, lead, field_of_action, field_assigned_by, attribution, area_ags,
    (select array_agg(coalesce(region.name || if(region_level = 'neighbour', ' (außerhalb der Region)', ''), area_ags) order by area_ags) from project_municipality
        left join region on region.version_date = $version and region_ags = area_ags
        where project_municipality.stand_date = $stand and project_municipality.project_id = $project) as areas,
    begin, "end", responsible, decision_url, status, status_on, confidence_step, confidence_reason, grant_eur, result_count, reached_count,
    project_detail.input_file, project_detail.input_line
from project_detail
where stand_date = $stand and project_id = $project;
