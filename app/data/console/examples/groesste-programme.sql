-- Die zehn Programme mit den höchsten Zuwendungen.
select programme as programm, sum(amount_eur) as zuwendung_eur, count(distinct project_id) as projekte
from funding_detail
where stand_date = (select max(stand_date) from stand) and is_counted and kind = 'Zuwendung'
group by all
order by zuwendung_eur desc nulls last
limit 10
