-- One row per year in which anything of the Stand demonstrably happened, latest first, and 0 for what has no date.
select distinct coalesce(year, 0) as year from project_year where stand_date = $stand order by year desc;
