-- One row per chosen indicator and region with a value on the later of two dates: what changed, its place among the municipalities, and how far it lies from the whole regions.
-- Nothing is compared across a change of method or between two sources; counts of whole regions are no measure for one municipality.
-- Differences are rounded, because of -9.13 binary fractions would leave -9.129999999999999.
with dated as (
    select
        indicator_id, indicator.name || ' (' || unit || ')' as indicator_name, indicator.position, unit, region_ags, region.name, region_level, period, value,
        method_number(year(period_last_date), break_years) as method,
        quoted_from(indicator_value.note, indicator.source_url) as origin,
        if(region_level = 'municipality',
            rank() over (partition by indicator_id, period, region_level order by if(better = 'niedrig', value, -value)), null) as rank,
        count(*) filter (region_level = 'municipality') over (partition by indicator_id, period) as rated_count
    from indicator_value
    join region using (version_date, region_ags)
    join indicator using (version_date, indicator_id)
    join indicator_span using (version_date, indicator_id)
    where version_date = $version and is_chosen($indicators, indicator_id) and region_level <> 'neighbour'
        and period in ($from_period, $to_period)
),
later as (
    select
        *,
        if(starts_with(unit, '%'), round(value - max(value) filter (region_level = 'district') over regions, 6), null) as district_difference,
        if(starts_with(unit, '%'), round(value - max(value) filter (region_level = 'state') over regions, 6), null) as state_difference,
        if(starts_with(unit, '%'), round(value - max(value) filter (region_level = 'country') over regions, 6), null) as country_difference
    from dated where period = $to_period
    window regions as (partition by indicator_id, origin)
)
select
    later.indicator_id, later.indicator_name, later.region_ags, later.name, later.region_level, later.unit,
    before.value as from_value, later.value as to_value,
    if(is_comparable, round(later.value - before.value, 6), null) as change_difference,
    case when $from_period = $to_period then 'nur ein Zeitpunkt' when before.value is null then 'keine Angabe' when before.method <> later.method then 'neue Methode'
        when before.origin <> later.origin then 'andere Quelle' end as change_difference_missing,
    before.rank as from_rank, later.rank as to_rank,
    if(is_comparable and before.rated_count = later.rated_count, before.rank - later.rank, null) as rank_places,
    if(later.region_level = 'district', null, district_difference) as district_difference,
    if(later.region_level = 'state', null, state_difference) as state_difference,
    if(later.region_level = 'country', null, country_difference) as country_difference
from later left join lateral (
    select *, dated.method = later.method and dated.origin = later.origin as is_comparable from dated
    where period = $from_period and $from_period <> $to_period and dated.indicator_id = later.indicator_id and dated.region_ags = later.region_ags
) as before on true
order by list_position($indicators, later.indicator_id), later.position, list_position(['municipality', 'district', 'state', 'country'], later.region_level), later.rank, later.name;
