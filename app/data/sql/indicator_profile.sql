-- One row per indicator with municipal values: one municipality's latest value beside those of the comparison regions.
with dated as (
    select indicator_id, max(period_last_date) as last_date from indicator_value
    where version_date = $version and region_ags = $municipality group by indicator_id
)
select
    indicator_id, topic, indicator.name, unit, any_value(period) as period,
    any_value(value) filter (region_ags = $municipality) as value,
    any_value(value) filter (region_level = 'district') as district_value,
    any_value(value) filter (region_level = 'state') as state_value
from indicator
join dated using (indicator_id)
join indicator_value using (version_date, indicator_id)
join region using (version_date, region_ags)
where version_date = $version and period_last_date = last_date
group by indicator_id, topic, indicator.name, unit, position
order by position;
