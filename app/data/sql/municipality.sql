-- One row: the key facts of one municipality.
select
    municipality_ags, name, official_name, kind, legal_status, area_km2, website_url, town_hall,
    population_count, reference_date, basis, population_count / area_km2 as density_count
from municipality
left join latest_population on latest_population.version_date = municipality.version_date and region_ags = municipality_ags
where municipality.version_date = $version and municipality_ags = $municipality;
