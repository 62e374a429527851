-- One row per date of one indicator, latest first: its method, and whether municipalities have values, or the next larger areas where none has.
select
    period, period_last_date, method_number(year(period_last_date), any_value(break_years)) as method,
    bool_or(region_level = nearest_level) as is_nearest
from indicator_value join region using (version_date, region_ags) join indicator_span using (version_date, indicator_id)
where version_date = $version and indicator_id = $indicator and region_level <> 'neighbour'
group by period, period_last_date
order by period_last_date desc, period;
