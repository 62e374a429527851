-- Zuwendungen nach dem Jahr der Bewilligung und der Ebene des Geldgebers.
select approved_year as jahr, funder_level as ebene, sum(amount_eur) as zuwendung_eur
from funding_detail
where stand_date = (select max(stand_date) from stand) and is_counted and kind = 'Zuwendung'
    and approved_year is not null
group by all
order by jahr, ebene
