-- One row per reference date of one region; values of different censuses do not form one line.
select reference_date, population_count, basis, source_url, note from population
where version_date = $version and region_ags = $region order by reference_date;
