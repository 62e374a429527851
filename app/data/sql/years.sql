-- One row per year in which anything of the Stand demonstrably happened, latest first.
select distinct year from project_year where stand_date = $stand order by year desc;
