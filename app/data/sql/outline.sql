-- One row: the district's outline, in metres (EPSG:25832).
select region_ags, name, outline from region where version_date = $version and region_level = 'district';
