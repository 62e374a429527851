-- Haushalte mit Gigabit-Anschluss im Kreis, im Land und in Deutschland.
select period_last_date as tag, region.name as gebiet, value as anteil_pct
from indicator_value
join supply_indicator using (version_date, indicator_id)
join region using (version_date, region_ags)
where supply = 'gigabit' and region_level in ('district', 'state', 'country')
    and version_date = (select max(version_date) from stand)
order by tag, gebiet
