-- One row per municipality: what a map needs to draw it, in metres (EPSG:25832).
select municipality_ags, name, rings, label_x, label_y from municipality
where version_date = $version order by municipality_ags;
