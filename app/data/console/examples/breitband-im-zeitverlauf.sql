-- Haushalte mit mindestens 50 Mbit/s im Kreis, im Land und in Deutschland.
select period_last_date as tag, region.name as gebiet, value as anteil_pct
from indicator_value
join region using (version_date, region_ags)
where indicator_id = 'bb_hh_all_ge50_pct' and region_level in ('district', 'state', 'country')
    and version_date = (select max(version_date) from stand)
order by tag, gebiet
