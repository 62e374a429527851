-- One row per indicator of a topic, or per indicator named by its key, chosen area and date.
select
    indicator_id, indicator.name as indicator_name, indicator.position, region_ags, region.name, region_level,
    period, period_first_date, period_last_date, value, unit, indicator_value.note, break_years,
    quoted_from(indicator_value.note, indicator.source_url) as quoted_from
from indicator_value
join region using (version_date, region_ags)
join indicator using (version_date, indicator_id)
join indicator_span using (version_date, indicator_id)
where version_date = $version and (topic = $topic or list_contains($indicators, indicator_id)) and list_contains($places, region_ags)
order by indicator.position, list_position($places, region_ags), period_last_date;
