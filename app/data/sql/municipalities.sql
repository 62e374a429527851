-- One row per municipality of the region, in the order of the official key.
select municipality_ags, name, kind from municipality
where version_date = $version order by municipality_ags;
