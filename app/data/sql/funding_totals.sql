-- One row: the sums that count, by kind, and by attribution, over the selection.
-- Of the funders, programmes or recipients that are chosen, where any are.
-- Of some projects grants are promised or named as a budget, but none of them counts: their money is in no total.
with chosen as (
    select
        *,
        kind = 'Zuwendung' and counting <> 'beantragt' and project_id in (
            select project_id from project_detail where stand_date = $stand and grant_eur is null
        ) as is_in_no_total
    from selected_funding($stand, $municipalities, $fields, $levels, $years)
    where is_chosen($funders, funder) and is_chosen($programmes, programme) and is_chosen($recipients, recipient)
)
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
    count(*) filter (not is_counted) as uncounted_count,
    count(distinct project_id) filter (is_in_no_total) as in_no_total_count,
    max(amount_eur) filter (is_in_no_total) as in_no_total_eur
from chosen;
