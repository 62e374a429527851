-- One row per supply that is shown: the value of the region, its own values before it, and that of the state on the same day.
select
    supply, indicator_id, region_ags,
    (select dataset_id from indicator where version_date = $version and indicator.indicator_id = supply_value.indicator_id) as dataset_id,
    period, value, before_periods, before_values,
    (select value from supply_value as state join region using (version_date, region_ags)
        where state.version_date = $version and region_level = 'state' and state.supply = supply_value.supply) as state_value
from supply_value
where version_date = $version and region_ags = $region
order by list_position(['gigabit', 'mobile', 'charging'], supply);
