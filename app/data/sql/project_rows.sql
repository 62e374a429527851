-- One row per project of the selection whose texts hold every word of the search; step 0 are those without one.
select
    project_id, title as project_title, field_of_action, lead, attribution, areas,
    begin, "end", grant_eur, reached_count, result_count, confidence_step, status, area_ags, source_id
from selected_project($stand, $municipalities, $fields, $levels, $years)
where (len($words) = 0 or list_min(list_transform($words, lambda word: contains(search_text, word)::int)) = 1)
    and is_chosen($steps, coalesce(confidence_step, 0));
