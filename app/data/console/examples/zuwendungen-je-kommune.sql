-- Zuwendungen, die eine Kommune allein bekommen hat.
select name as kommune, sum(amount_eur) as zuwendung_eur, municipality_ags
from funding_detail
join stand using (stand_date)
join municipality using (version_date, municipality_ags)
where stand_date = (select max(stand_date) from stand) and is_counted and funding_detail.kind = 'Zuwendung'
group by all
order by zuwendung_eur desc
