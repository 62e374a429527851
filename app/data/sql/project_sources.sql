-- One row per source that says something about one project.
select distinct title as source_title, publisher as source_publisher, published, url as source_url, source_id
from source
where stand_date = $stand and source_id in (
    select source_id from project where stand_date = $stand and project_id = $project
    union select source_id from funding where stand_date = $stand and project_id = $project
    union select source_id from milestone where stand_date = $stand and project_id = $project)
order by source_publisher, source_title;
