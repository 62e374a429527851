-- One row: the sums that count, by kind, and by attribution, over the selection.
select
    sum(grant_eur) as grant_eur,
    sum(grant_eur) filter (attribution = 'single') as single_eur,
    sum(grant_eur) filter (attribution = 'joint') as joint_eur,
    sum(grant_eur) filter (attribution = 'district') as district_eur,
    sum(own_share_eur) as own_share_eur,
    sum(own_share_eur) filter (attribution = 'single') as single_own_share_eur,
    sum(own_share_eur) filter (attribution = 'joint') as joint_own_share_eur,
    sum(investment_eur) as investment_eur,
    sum(investment_eur) filter (attribution = 'single') as single_investment_eur,
    sum(investment_eur) filter (attribution = 'joint') as joint_investment_eur,
    count(grant_eur) as grant_count,
    count(distinct project_id) filter (grant_eur is not null) as project_count,
    count(*) as row_count,
    count(*) filter (not is_counted) as uncounted_count
from selected_funding($stand, $municipalities, $fields, $levels, $years);
