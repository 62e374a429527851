-- One row: what the first page shows of a Stand.
select
    (select count(*) from project where stand_date = $stand) as "Projekte",
    (select sum(amount_eur) from funding_detail
        where stand_date = $stand and is_counted and kind = 'Zuwendung') as "Zuwendungen, die zählen",
    (select count(*) from milestone_detail where stand_date = $stand and state = 'reached') as "Ergebnisse erreicht",
    (select count(*) from milestone_detail where stand_date = $stand and state = 'step_taken') as "Schritte auf dem Weg getan",
    (select count(*) from milestone_detail
        where stand_date = $stand and role = 'result' and state = 'planned') as "Ergebnisse geplant",
    (select count(*) from milestone_detail
        where stand_date = $stand and role = 'result' and state = 'overdue') as "Ergebnisse überfällig",
    (select count(*) from milestone_detail
        where stand_date = $stand and role = 'result' and state = 'no_feedback') as "Ergebnisse ohne Rückmeldung",
    (select count(*) from source where stand_date = $stand) as "Fundstellen"
