-- One row per supply that is shown: the value of the region, if it is known, its own before it, the state's of the same day.
select
    supply, supply_indicator.indicator_id, $region as region_ags,
    (select dataset_id from indicator where version_date = $version and indicator.indicator_id = supply_indicator.indicator_id) as dataset_id,
    period, value, before_periods, before_values,
    (select value from supply_value as state join region using (version_date, region_ags)
        where state.version_date = $version and region_level = 'state' and state.supply = supply_indicator.supply) as state_value
from supply_indicator
left join (from supply_value where region_ags = $region) using (version_date, supply)
where version_date = $version
order by list_position(['gigabit', 'mobile', 'charging'], supply);
