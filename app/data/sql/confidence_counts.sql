-- One row per step of confidence from the highest down, and one for the projects without any.
select steps.confidence_step, count(project_id) as project_count
from (values (5), (4), (3), (2), (1), (null)) as steps (confidence_step)
left join selected_project($stand, $municipalities, $fields, $levels, $years) as project
    on project.confidence_step is not distinct from steps.confidence_step
group by steps.confidence_step
order by steps.confidence_step desc nulls last;
