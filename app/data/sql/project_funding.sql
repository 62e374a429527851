-- One row per sum that a source names for one project, counted or not.
select
    kind, amount_eur, counting, recipient, funder, funder_department, funder_level, programme, programme_part,
    approved, paid_out_eur, paid_out_on, note,
    source.publisher as source_publisher, source.title as source_title, source.url as source_url,
    funding_detail.input_file, funding_detail.input_line, project_id, funding_id, source_id
from funding_detail join source using (stand_date, source_id)
where stand_date = $stand and project_id = $project
order by counting = 'zählt' desc, amount_eur desc, funding_id;
