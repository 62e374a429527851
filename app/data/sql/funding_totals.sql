-- One row: the sums that count, by kind, and by attribution, over the selection.
-- Of the funders, programmes or recipients that are chosen, where any are.
-- Of some projects grants are promised or named as a budget, but none of them counts: their money is in no total.
with chosen as (
    from selected_funding($stand, $municipalities, $fields, $levels, $years)
    where is_chosen($funders, funder) and is_chosen($programmes, programme) and is_chosen($recipients, recipient)
),
promised as (
    select count(distinct project_id) as in_no_total_count, max(amount_eur) as in_no_total_eur
    from chosen semi join (select project_id from project_detail where stand_date = $stand and grant_eur is null) using (project_id)
    where kind = 'Zuwendung' and not is_counted and counting <> 'beantragt'
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
    (select count(distinct project_id) from chosen where grant_eur is not null) as project_count,
    count(*) as row_count,
    count(*) filter (not is_counted) as uncounted_count,
    (select in_no_total_count from promised) as in_no_total_count,
    (select in_no_total_eur from promised) as in_no_total_eur
from chosen;
