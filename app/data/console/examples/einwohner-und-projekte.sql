-- Einwohnerzahl und Zahl der Projekte jeder Kommune.
select name as kommune, population_count as einwohner, count(project_id) as projekte, municipality_ags
from municipality
join stand using (version_date)
join latest_population on latest_population.version_date = stand.version_date and region_ags = municipality_ags
left join project_area on project_area.stand_date = stand.stand_date and area_ags = municipality_ags
where stand.stand_date = (select max(stand_date) from stand)
group by all
order by einwohner desc
