-- Meilensteine nach ihrem Zustand.
select
    case state
        when 'reached' then 'erreicht'
        when 'step_taken' then 'Schritt getan'
        when 'event' then 'Ereignis'
        when 'setback' then 'Rückschlag'
        when 'planned' then 'geplant'
        when 'overdue' then 'überfällig'
        when 'no_feedback' then 'ohne Rückmeldung'
    end as zustand,
    count(*) as meilensteine
from milestone_detail
where stand_date = (select max(stand_date) from stand)
group by all
order by meilensteine desc
