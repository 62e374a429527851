-- One row per level of funder that occurs in the Stand, from the largest area to the smallest.
select funder_level from funding where stand_date = $stand group by funder_level
order by list_position(['EU', 'Bund', 'Bund und Land', 'Land', 'Kreis', 'Kommune', 'Privat'], funder_level);
