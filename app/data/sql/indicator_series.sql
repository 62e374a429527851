-- One row per region and date of one indicator; whole regions first, then the chosen municipalities, or all if few.
select
    region_ags, region.name, region_level, period, period_first_date, period_last_date, value, unit, indicator_value.note,
    quoted_from(indicator_value.note, indicator.source_url) as quoted_from
from indicator_value join region using (version_date, region_ags) join indicator using (version_date, indicator_id)
where version_date = $version and indicator_id = $indicator
    and (region_level <> 'municipality' or region_ags = any($municipalities)
        or (len($municipalities) = 0 or list_contains($municipalities, $district))
            and (select count(*) from municipality where version_date = $version) <= 30)
order by list_position(['country', 'state', 'district', 'municipality'], region_level), region_ags, period_last_date;
