-- One row per indicator, in the order of the selection box, with the period it covers.
select
    indicator_id, topic, indicator.name, unit, description, indicator.publisher, indicator.source_url, dataset_id,
    first_date, first_period, last_date, last_period, own_last_date, own_last_period, indicator.position, municipality_count, indicator_span.break_years
from indicator
join indicator_span using (version_date, indicator_id)
join dataset using (dataset_id)
where version_date = $version
order by indicator.position;
