-- One row: how many projects the selection holds, by attribution.
select
    count(*) as project_count,
    count(*) filter (attribution = 'single') as single_count,
    count(*) filter (attribution = 'joint') as joint_count,
    count(*) filter (attribution = 'district') as district_count,
    count(*) filter (grant_eur is not null) as funded_count,
    count(*) filter (progress = 'finished') as finished_count,
    count(*) filter (progress = 'running') as running_count,
    count(*) filter (progress = 'silent') as silent_count
from selected_project($stand, $municipalities, $fields, $levels, $years);
