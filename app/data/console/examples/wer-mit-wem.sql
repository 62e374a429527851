-- Kommunen, die an denselben Projekten arbeiten.
with beteiligt as (
    select project_id, name
    from project_area
    join stand using (stand_date)
    join municipality on municipality.version_date = stand.version_date and municipality_ags = area_ags
    where stand_date = (select max(stand_date) from stand)
)
select eine.name as kommune, andere.name as partner, count(*) as gemeinsame_projekte
from beteiligt as eine
join beteiligt as andere using (project_id)
where eine.name < andere.name
group by all
order by gemeinsame_projekte desc, kommune, partner
