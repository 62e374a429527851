-- One row per municipality, of those given or of all: what a map needs to draw it, in metres (EPSG:25832).
select municipality_ags, name, rings, label_x, label_y from municipality
where version_date = $version and (len($areas) = 0 or municipality_ags = any($areas))
order by municipality_ags;
