-- One row: the release, its Stand and region.
select release_id, stand_date, region_name, region_ags from release;
