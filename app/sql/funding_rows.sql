-- One row per sum that a source names, counted or not.
select
    project_id, project_title, kind, amount_eur, counting, recipient, funder, funder_level, programme,
    approved, note, source.publisher as source_publisher, source.title as source_title, source.url as source_url,
    chosen.input_file, chosen.input_line
from selected_funding($stand, $municipalities, $fields, $levels, $years) as chosen
join source using (stand_date, source_id)
order by is_counted desc, kind = 'Zuwendung' desc, amount_eur desc, funding_id;
