-- One row per field of action, in the order of lists.
select field_of_action_id, name from field_of_action order by position;
