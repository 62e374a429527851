-- One row per indicator of a topic in per cent, or the one indicator: what a figure of the whole region made from its municipalities can mean, on their latest date.
select
    indicator_id, indicator.name as indicator_name, topic, unit, period, known_count, area_count,
    round(mean_pct, 6) as mean_pct, round(weighted_pct, 6) as weighted_pct, round(any_pct, 6) as any_pct, any_count,
    (select any_value(value) from indicator_value join region using (version_date, region_ags)
        where indicator_value.version_date = $version and region_level = 'district'
            and indicator_value.indicator_id = reading.indicator_id and indicator_value.period = reading.period) as district_pct
from indicator_reading as reading join indicator using (version_date, indicator_id)
where version_date = $version and ($topic = '' or topic = $topic) and (len($indicators) = 0 or indicator_id = any($indicators))
qualify period_last_date = max(period_last_date) over (partition by indicator_id)
order by indicator.position;
