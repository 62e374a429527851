-- One row per municipality without an own grant that counts.
select name from municipality
where version_date = $version and municipality_ags not in (
    select municipality_ags from funding_detail
    where stand_date = $stand and is_counted and kind = 'Zuwendung' and municipality_ags is not null)
order by name;
