-- Primary keys of the tables of many rows: an index made of all rows at once costs a third of one that grows row by row.
alter table indicator_value add primary key (version_date, indicator_id, region_ags, period);
alter table source add primary key (stand_date, source_id);
alter table project add primary key (stand_date, project_id);
alter table project_municipality add primary key (stand_date, project_id, area_ags);
alter table funding add primary key (stand_date, funding_id);
alter table milestone add primary key (stand_date, milestone_id);
