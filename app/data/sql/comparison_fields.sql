-- One row per field of action and chosen area of the region: how many projects it takes part in; the district in all.
with chosen as (
    select region_ags, field_of_action_id, count(*) as project_count
    from area_projects($stand, $version, $places)
    join selected_project($stand, [], $fields, $levels, $years) using (project_id)
    group by all
)
select field_of_action.name as field_of_action, region_ags, region.name, coalesce(project_count, 0) as project_count
from field_of_action
join region on version_date = $version and list_contains($places, region_ags) and region_level in ('municipality', 'district')
left join chosen using (region_ags, field_of_action_id)
order by field_of_action.position, list_position($places, region_ags);
