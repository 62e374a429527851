-- One row per region: the value of the indicator's latest date on which municipalities have values, else the next larger region.
select region.region_ags, region.name, region_level, period, value, (select unit from indicator where version_date = $version and indicator_id = $indicator) as unit, note
from region
left join indicator_value on indicator_value.version_date = region.version_date
    and indicator_value.region_ags = region.region_ags and indicator_id = $indicator
    and period_last_date = (select nearest_last_date from indicator_span where version_date = $version and indicator_id = $indicator)
where region.version_date = $version and (region_level = 'municipality' or value is not null)
order by value desc nulls last, region.name;
