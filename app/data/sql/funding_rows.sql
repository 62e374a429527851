-- One row per sum that a source names, counted or not; of the funders, programmes or recipients that are chosen, where any are.
select
    project_id, project_title, kind, amount_eur, counting, recipient, funder, funder_department, funder_level,
    programme, programme_part, approved, paid_out_eur, paid_out_on, note, source_id, input_file, input_line, is_counted, kind = 'Zuwendung' as is_grant, funding_id,
    municipality_ags
from selected_funding($stand, $municipalities, $fields, $levels, $years)
where is_chosen($funders, funder) and is_chosen($programmes, programme) and is_chosen($recipients, recipient);
