-- One row per area that can be compared: municipalities, the district, the state, the country.
select region.region_ags, region.name, region_level, population_count
from region left join latest_population using (version_date, region_ags)
where region.version_date = $version and region_level <> 'neighbour'
order by list_position(['municipality', 'district', 'state', 'country'], region_level), region_ags;
