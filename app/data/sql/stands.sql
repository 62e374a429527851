-- One row per Stand, latest first, with the version of the reference tables that it shows.
select stand_date, version_date from stand order by stand_date desc;
