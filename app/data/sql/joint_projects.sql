-- One row per two municipalities that take part in joint projects of the selection: how many; district-wide ones are of no two alone.
with member as (
    select region.region_ags, region.name, chosen.project_id
    from selected_project($stand, [], $fields, $levels, $years) as chosen
    join project_area on project_area.stand_date = $stand and project_area.project_id = chosen.project_id
    join region on version_date = $version and region_ags = project_area.area_ags
    where attribution = 'joint'
)
select
    one.region_ags as municipality_ags, one.name, other.region_ags as partner_ags, other.name as partner, count(*) as joint_count
from member as one join member as other using (project_id)
where one.region_ags < other.region_ags
group by all
order by joint_count desc, one.region_ags, other.region_ags;
