-- One row per indicator, in the order of the selection box, with the period it covers.
select
    indicator_id, topic, indicator.name, unit, description, publisher, indicator.source_url, dataset_id,
    min(period_first_date) as first_date, arg_min(period, period_first_date) as first_period, max(period_last_date) as last_date,
    arg_max(period, period_last_date) as last_period, position,
    count(distinct region_ags) filter (region_level = 'municipality') as municipality_count,
    (select break_years from dataset where dataset.dataset_id = indicator.dataset_id) as break_years
from indicator
join indicator_value using (version_date, indicator_id)
join region using (version_date, region_ags)
where version_date = $version
group by all
order by position;
