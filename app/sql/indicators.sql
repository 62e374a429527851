-- One row per indicator, in the order of the selection box, with the period it covers.
select
    indicator_id, topic, indicator.name, unit, description, publisher, source_url, dataset_id,
    min(period_first_date) as first_date, arg_min(period, period_first_date) as first_period, max(period_last_date) as last_date,
    arg_max(period, period_last_date) as last_period, position,
    count(distinct region_ags) filter (region_level = 'municipality') as municipality_count,
    (select break_years from dataset where dataset.dataset_id = indicator.dataset_id) as break_years
from indicator join indicator_value using (indicator_id) join region using (region_ags)
group by all
order by position;
