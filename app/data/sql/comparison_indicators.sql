-- One row per indicator and chosen area: its value on the latest date on which municipalities have values, else the next larger area.
select
    indicator.indicator_id, topic, indicator.name as indicator_name, unit, better, indicator.position,
    (select any_value(period) from indicator_value as dated where dated.version_date = $version
        and dated.indicator_id = indicator.indicator_id and dated.period_last_date = nearest_last_date) as period,
    region.region_ags, region.name, region_level, value
from indicator
join indicator_span using (version_date, indicator_id)
join region on region.version_date = indicator.version_date and list_contains($places, region_ags)
left join indicator_value on indicator_value.version_date = indicator.version_date
    and indicator_value.indicator_id = indicator.indicator_id and indicator_value.region_ags = region.region_ags
    and period_last_date = nearest_last_date
where indicator.version_date = $version
order by indicator.position, list_position($places, region.region_ags);
