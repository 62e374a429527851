-- The only place where a figure is derived: once, when a release is built, so that reading it costs little.
-- Derived tables have no key of their own; that tells them from the loaded ones.
-- Table macros hold the rules of selection once; an empty list selects everything.

-- One row per Stand and project: to whom it belongs.
create table project_attribution as
select
    stand_date,
    project_id,
    case
        when bool_or(region_level = 'district') then 'district'
        when count(*) = 1 then 'single'
        else 'joint'
    end as attribution,
    case
        when bool_or(region_level = 'district') then array_agg(area_ags) filter (region_level = 'district')
        else array_agg(area_ags order by area_ags)
    end as area_ags,
    case
        when bool_or(region_level = 'district') then array_agg(region.name) filter (region_level = 'district')
        else array_agg(region.name order by area_ags)
    end as areas,
    case when not bool_or(region_level = 'district') and count(*) = 1 then any_value(area_ags) end as municipality_ags
from project_municipality
join stand using (stand_date)
join region on region.version_date = stand.version_date and region_ags = area_ags
    and region_level in ('municipality', 'district')
group by all
order by stand_date, project_id;
comment on table project_attribution is 'Eine Zeile je Stand und Projekt: wem es gehört.';
comment on column project_attribution.attribution is 'Wem das Projekt gehört: „single“ (eine Kommune) hat genau eine Kommune der Region, „joint“ (gemeinsam) mehrere, „district“ (kreisweit) den ganzen Kreis.';
comment on column project_attribution.area_ags is 'Amtliche Schlüssel der Kommunen des Projekts innerhalb der Region oder des ganzen Kreises.';
comment on column project_attribution.areas is 'Kommunen des Projekts innerhalb der Region oder der ganze Kreis.';
comment on column project_attribution.municipality_ags is 'Amtlicher Schlüssel der einen Kommune, der das Projekt gehört; leer bei gemeinsamen und kreisweiten Projekten.';

-- One row per Stand, area and project: the attribution the other way round, to find the projects of an area.
create table project_area as
select stand_date, unnest(area_ags) as area_ags, project_id from project_attribution
order by all;
comment on table project_area is 'Eine Zeile je Stand, Gebiet und Projekt, das ihm gehört.';
comment on column project_area.area_ags is 'Amtlicher Schlüssel des Gebiets, dem das Projekt gehört: einer Kommune oder des ganzen Kreises.';

-- One row per Stand and funding row, counted or not; funders and programmes by the one name that each of them has.
create table funding_detail as
select
    funding.* replace (
        coalesce(funder_name.name, funder) as funder,
        coalesce(programme_name.name, programme) as programme
    ),
    funder_name.addition as funder_department,
    programme_name.addition as programme_part,
    counting = 'zählt' as is_counted,
    year(approved_first_date) as approved_year,
    project.title as project_title,
    field_of_action_id,
    field_of_action.name as field_of_action,
    attribution,
    municipality_ags
from funding
join project using (stand_date, project_id)
join field_of_action using (field_of_action_id)
join project_attribution using (stand_date, project_id)
left join given_name as funder_name on funder_name.column_name = 'funder' and funder_name.spelling = funding.funder
left join given_name as programme_name on programme_name.column_name = 'programme' and programme_name.spelling = funding.programme;
comment on table funding_detail is 'Eine Zeile je Stand und Betrag mit seiner Zuordnung.';
comment on column funding_detail.funder is 'Wer das Geld gibt, unter einem Namen, wie auch immer die Quelle ihn schreibt; leer, wenn sie niemanden nennt.';
comment on column funding_detail.funder_department is 'Was die Quelle zum Geldgeber genauer sagt: Ministerium oder Behörde.';
comment on column funding_detail.programme is 'Förderprogramm unter einem Namen, wie auch immer die Quelle ihn schreibt.';
comment on column funding_detail.programme_part is 'Was die Quelle zum Programm genauer sagt: Teil, Runde oder Zweck.';
comment on column funding_detail.municipality_ags is 'Die Kommune, zu der ein Betrag gehört; leer bei gemeinsamen und kreisweiten Projekten.';
comment on column funding_detail.is_counted is 'Wahr, wenn die Zählweise „zählt“ ist. Nur solche Beträge gehen in Summen ein.';
comment on column funding_detail.approved_year is 'Jahr der Bewilligung; leer, wenn kein Datum bekannt ist.';
comment on column funding_detail.project_title is 'Titel des Projekts.';
comment on column funding_detail.field_of_action is 'Handlungsfeld des Projekts.';

-- The column that holds the key of an office's table; null of any other.
create macro key_column(table_name) as map {
    'projekte': 'Projekt-ID', 'foerderung': 'Förder-ID', 'meilensteine': 'Meilenstein-ID', 'quellen': 'Quelle-ID'
}[table_name];
comment on macro key_column is 'Überschrift der Spalte, die in einer Tabelle der Projektleitstelle die Kennung enthält; leer für jede andere Tabelle.';

-- The ids that corrections renamed: from when on an id names which line of rows; the same line is the same thing.
-- An id that was given up by a rename and comes back names something new (its line ends with the day it was given up).
create table renamed_line as
with recursive renamed as (
    select table_name, stand_date, row_key as old_id, new_value as new_id
    from correction where column_name = key_column(table_name)
),
event as (
    select table_name, stand_date, new_id as id, true as is_arrival from renamed
    union all
    select table_name, stand_date, old_id, false from renamed
),
edge as (
    select renamed.*, event.stand_date as before_date, coalesce(is_arrival, false) as is_continued
    from renamed asof left join event
        on event.table_name = renamed.table_name and event.id = old_id and event.stand_date < renamed.stand_date
),
followed as (
    select table_name, stand_date, new_id as id, concat_ws(chr(31), old_id, before_date) as line
    from edge where not is_continued
    union all
    select edge.table_name, edge.stand_date, new_id, line
    from edge join followed on is_continued and followed.table_name = edge.table_name
        and followed.stand_date = before_date and followed.id = old_id
)
from followed
union all by name
select table_name, stand_date, old_id as id, concat_ws(chr(31), old_id, stand_date) as line from renamed;
comment on table renamed_line is 'Eine Zeile je Tabelle, Kennung und Stand, seit dem sie durch eine Berichtigung eine andere Zeile nennt als zuvor.';
comment on column renamed_line.id is 'Kennung der Zeile, seit diesem Stand.';
comment on column renamed_line.line is 'Die Zeile selbst, durch alle Stände dieselbe: die Kennung, die sie zuerst hatte.';

-- One row per id of a table and stretch of Stände in which it names another line of rows than its own. A join with it needs
-- no order; an asof join would sort all rows of the table for the few that were renamed.
create macro lines_of(name) as table
select id, line, stand_date as since_date, lead(stand_date, 1, date 'infinity') over (partition by id order by stand_date) as until_date
from renamed_line where table_name = name;
comment on macro table lines_of is 'Eine Zeile je Kennung einer Eingabetabelle und Zeitraum, in dem sie durch Berichtigung eine andere Zeile nennt; der letzte Tag gehört nicht dazu.';

-- One row per Stand and milestone: the line that it belongs to through all Stände.
create macro milestone_lines() as table
select stand_date, milestone_id, project_id, coalesce(line, milestone_id) as line
from milestone
left join lines_of('meilensteine') on id = milestone_id and stand_date >= since_date and stand_date < until_date;
comment on macro table milestone_lines is 'Eine Zeile je Stand und Meilenstein: welche Zeile er durch alle Stände ist.';

-- One row per Stand and project: the line that it belongs to through all Stände.
create macro project_lines() as table
select stand_date, project_id, coalesce(line, project_id) as line
from project
left join lines_of('projekte') on id = project_id and stand_date >= since_date and stand_date < until_date;
comment on macro table project_lines is 'Eine Zeile je Stand und Projekt: welche Zeile es durch alle Stände ist.';

-- One row per Stand and milestone that was ever planned anew: how often, up to that Stand.
-- A more precise date within the plan before is no new plan; a corrected first plan is none either.
create macro replannings() as table
with told as (
    select
        stand_date, milestone_id, line, first_planned_first_date, first_planned_last_date,
        coalesce(current_planned_first_date, first_planned_first_date) as plan_first_date,
        coalesce(current_planned_last_date, first_planned_last_date) as plan_last_date,
        if(plan_last_date is null, null, plan_first_date is not distinct from first_planned_first_date
            and plan_last_date is not distinct from first_planned_last_date) as is_first_plan
    from milestone_lines() join milestone using (stand_date, milestone_id)
    where line in (select line from milestone_lines() join milestone using (stand_date, milestone_id)
        where current_planned is not null)
),
compared as (
    select
        *,
        coalesce(lag(plan_first_date ignore nulls) over stands, first_planned_first_date) as was_first_date,
        coalesce(lag(plan_last_date ignore nulls) over stands, first_planned_last_date) as was_last_date,
        coalesce(lag(is_first_plan ignore nulls) over stands, true) as was_first_plan
    from told
    window stands as (partition by line order by stand_date)
),
changed as (
    select
        *,
        coalesce((plan_first_date < was_first_date or plan_last_date > was_last_date)
            and not (is_first_plan and was_first_plan), false) as is_new_plan,
        coalesce(plan_first_date < first_planned_first_date or plan_last_date > first_planned_last_date, false) as is_other
    from compared
)
select
    stand_date,
    milestone_id,
    if(coalesce(plan_last_date, was_last_date) is null, null,
        greatest(count(*) filter (is_new_plan) over (partition by line order by stand_date), is_other::int)) as replanned_count
from changed;
comment on macro table replannings is 'Eine Zeile je Stand und Meilenstein, der je einen anderen Termin bekam: wie oft bis zu diesem Stand.';

-- One row per Stand and milestone: its state as of the Stand, its plan and its delay.
create table milestone_detail as
with planned as (
    select
        milestone.*,
        case
            when kind in ('Beschluss', 'Bewilligung', 'Beginn') then 'step'
            when kind = 'Ereignis' then 'event'
            when kind = 'Rückschlag' then 'setback'
            else 'result'
        end as role,
        coalesce(current_planned, first_planned) as planned,
        coalesce(current_planned_first_date, first_planned_first_date) as planned_first_date,
        coalesce(current_planned_last_date, first_planned_last_date) as planned_last_date,
        coalesce(current_planned_precision, first_planned_precision) as planned_precision,
        status = 'erreicht' or (reached_first_date is not null and reached_first_date <= stand_date) as is_reached,
        -- A plan that was brought forward and has passed says nothing of being early.
        not is_reached and planned_last_date < least(stand_date, first_planned_last_date) as is_overtaken
    from milestone
),
due as (
    select
        *,
        if(is_reached, reached, planned) as due,
        if(is_reached, reached_first_date, planned_first_date) as due_first_date,
        if(is_reached, reached_last_date, planned_last_date) as due_last_date,
        if(is_reached, reached_precision, planned_precision) as due_precision,
        if(is_reached, reached_first_date, if(is_overtaken, null, current_planned_first_date)) as moved_first_date,
        if(is_reached, reached_last_date, if(is_overtaken, null, current_planned_last_date)) as moved_last_date,
        if(is_reached, reached_precision, if(is_overtaken, null, current_planned_precision)) as moved_precision
    from planned
)
select
    due.* exclude (
        is_overtaken, moved_first_date, moved_last_date, moved_precision, current_planned_first_date, current_planned_last_date,
        current_planned_precision, reached_first_date, reached_last_date, reached_precision
    ),
    case
        when is_reached then case role when 'result' then 'reached' when 'step' then 'step_taken' else role end
        when planned_last_date >= stand_date then 'planned'
        when planned_last_date is not null and due.status = 'verzögert' then 'overdue'
        else 'no_feedback'
    end as state,
    year(due_first_date) as due_year,
    case when first_planned_precision = 'day' and moved_precision = 'day'
        then date_diff('day', first_planned_last_date, moved_last_date) end as delay_days,
    case when first_planned_precision in ('day', 'month') and moved_precision in ('day', 'month')
        and not (first_planned_precision = 'day' and moved_precision = 'day')
        then date_diff('month', first_planned_last_date, moved_last_date) end as delay_months,
    case when not is_reached and planned_precision = 'day' and planned_last_date < stand_date
        then date_diff('day', planned_last_date, stand_date) end as since_plan_days,
    case
        when moved_first_date > first_planned_last_date then 'late'
        when moved_last_date < first_planned_first_date then 'early'
        when is_reached and moved_last_date <= first_planned_last_date then 'on_time'
    end as timing,
    if(replanned_count is null and planned is not null, 0, replanned_count) as replanned_count,
    project.title as project_title,
    project.field_of_action_id,
    attribution,
    municipality_ags
from due
join project using (stand_date, project_id)
join project_attribution using (stand_date, project_id)
left join replannings() using (stand_date, milestone_id);
comment on table milestone_detail is 'Eine Zeile je Stand und Meilenstein mit Zustand und Verzug.';
comment on column milestone_detail.state is 'Erreicht: ein Ergebnis laut Quelle, auch ohne Datum. Schritt getan: das Gleiche von einem Schritt auf dem Weg. Ereignis, Rückschlag: ist geschehen und zählt nie als erreicht. Geplant: geplantes Ende nicht vor dem Stand. Überfällig: geplantes Ende vorbei, Quelle nennt eine Verzögerung. Ohne Rückmeldung: geplantes Ende vorbei oder unbekannt, keine Quelle sagt mehr.';
comment on column milestone_detail.role is 'Wofür der Meilenstein steht: „result“ (Ergebnis, auch ohne Angabe der Art), „step“ (Schritt auf dem Weg: Beschluss, Bewilligung, Beginn), „event“ (Ereignis) oder „setback“ (Rückschlag). Als erreicht zählen nur Ergebnisse; Schritte stehen daneben, Ereignisse und Rückschläge nur in der Chronik.';
comment on column milestone_detail.planned is 'Aktuelle Planung, sonst die erste.';
comment on column milestone_detail.due is 'Termin: das Erreichen, wenn erreicht, sonst die Planung.';
comment on column milestone_detail.delay_days is 'Verzug in Tagen: Ende des Erreichens (sonst der aktuellen Planung) minus Ende der ersten Planung; nur wenn beide auf den Tag genau sind, und nie negativ, wenn das geplante Ende ohne Erreichen vorbei ist.';
comment on column milestone_detail.delay_months is 'Verzug in Monaten, wenn beide Angaben mindestens den Monat nennen und nicht beide auf den Tag genau sind.';
comment on column milestone_detail.since_plan_days is 'Tage vom geplanten Ende bis zum Stand, wenn der Meilenstein nicht erreicht und die Planung auf den Tag genau ist.';
comment on column milestone_detail.due_year is 'Jahr des Termins.';
comment on column milestone_detail.is_reached is 'Wahr, wenn die Quelle den Meilenstein erreicht nennt oder das Erreichen nicht nach dem Stand liegt.';
comment on column milestone_detail.planned_first_date is 'Erster möglicher Tag der Planung.';
comment on column milestone_detail.planned_last_date is 'Letzter möglicher Tag der Planung.';
comment on column milestone_detail.planned_precision is 'Genauigkeit der Planung.';
comment on column milestone_detail.due_first_date is 'Erster möglicher Tag des Termins.';
comment on column milestone_detail.due_last_date is 'Letzter möglicher Tag des Termins.';
comment on column milestone_detail.due_precision is 'Genauigkeit des Termins.';
comment on column milestone_detail.timing is 'Gegenüber der ersten Planung: „late“ (später), wenn der Termin ganz nach ihr liegt; „early“ (früher), wenn er ganz vor ihr liegt und erreicht ist oder noch bevorsteht; „on_time“ (pünktlich), wenn er bis zu ihrem Ende erreicht ist. Leer, wenn die Angaben das nicht entscheiden.';
comment on column milestone_detail.replanned_count is 'Wie oft der Meilenstein bis zum Stand einen anderen Termin bekommen hat, verglichen von Stand zu Stand; auch die Rückkehr zu einem früheren Termin zählt, eine genauere Angabe innerhalb des alten nicht. Eine Untergrenze: Was vor dem ersten Stand geschah, ist nicht bekannt. Leer, wenn nie ein Termin genannt war.';
comment on column milestone_detail.project_title is 'Titel des Projekts.';

-- One row per Stand and milestone that an earlier Stand told of and this one no longer does, as it was told last.
create table dropped_milestone as
with known as (from milestone_lines()),
following as (select stand_date, lead(stand_date) over (order by stand_date) as next_date from stand),
gone as (
    select known.*, next_date
    from known join following using (stand_date)
    where next_date is not null
        and not exists (from known as later where later.stand_date = next_date and later.line = known.line)
),
away as (
    select gone.*, min(later.stand_date) as back_date
    from gone left join known as later on later.line = gone.line and later.stand_date > gone.stand_date
    group by all
),
owner as (
    select before.stand_date, before.project_id, after.stand_date as later_date, after.project_id as later_id
    from project_lines() as before join project_lines() as after on after.line = before.line
    where (before.stand_date, before.project_id) in (select (stand_date, project_id) from gone)
)
select
    stand.stand_date,
    detail.stand_date as told_date,
    project.stand_date as project_date,
    project.project_id,
    detail.* exclude (stand_date, project_id, project_title, field_of_action_id, attribution, municipality_ags),
    project.title as project_title,
    project.field_of_action_id,
    project_attribution.attribution,
    project_attribution.municipality_ags
from away
join stand on stand.stand_date >= next_date and (back_date is null or stand.stand_date < back_date)
join milestone_detail as detail on detail.stand_date = away.stand_date and detail.milestone_id = away.milestone_id
asof join owner on owner.stand_date = away.stand_date and owner.project_id = away.project_id
    and stand.stand_date >= later_date
join project on project.stand_date = later_date and project.project_id = later_id
join project_attribution on project_attribution.stand_date = project.stand_date and project_attribution.project_id = project.project_id
order by all;
comment on table dropped_milestone is 'Eine Zeile je Stand und Meilenstein, den ein früherer Stand nannte und dieser nicht mehr, so wie er zuletzt genannt war.';
comment on column dropped_milestone.told_date is 'Letzter Stand, der den Meilenstein nennt.';
comment on column dropped_milestone.project_date is 'Der Stand selbst, wenn er das Projekt des Meilensteins noch nennt, sonst der letzte, der es nannte.';
comment on column dropped_milestone.project_title is 'Titel des Projekts.';

-- One row per Stand, project and year in which it demonstrably ran or something dated happened; one without a year if
-- anything of it has no date.
create table project_year as
select * from (
select stand_date, project_id, unnest(range(year(begin_first_date), year(end_last_date) + 1))::int as year
from project where begin is not null and "end" is not null
union
select stand_date, project_id, year(begin_first_date) from project where begin is not null
union
select stand_date, project_id, year(end_last_date) from project where "end" is not null
union
select stand_date, project_id, null from project where begin is null and "end" is null
union
select stand_date, project_id, approved_year from funding_detail
union
select stand_date, project_id, due_year from milestone_detail
)
order by stand_date, project_id, year;
comment on table project_year is 'Eine Zeile je Stand, Projekt und Jahr, in dem es nachweislich lief oder etwas mit Datum geschah; eine ohne Jahr, wenn etwas davon kein Datum hat.';
comment on column project_year.year is 'Jahr, in dem das Projekt nachweislich lief oder etwas mit Datum geschah; leer für das, was kein Datum hat.';
comment on column project_year.project_id is 'Projekt.';

-- One row per Stand, level of funder and project that has money of that level, counted or not.
create table project_level as
select distinct stand_date, funder_level, project_id from funding
order by all;
comment on table project_level is 'Eine Zeile je Stand, Ebene des Geldgebers und Projekt.';
comment on column project_level.project_id is 'Projekt.';

-- One row per Stand and project: how confident its milestones let one be that it keeps its dates, and why.
-- Only results and steps with a plan say anything. The rules go from the lowest step to the highest and the first that holds
-- decides, so that a further overdue, silent or moved milestone can lower the step and never raise it.
create table project_confidence as
with told as (
    select
        stand_date,
        project_id,
        count(planned) as dated_count,
        count(*) filter (is_reached and planned is not null) as reached_count,
        count(*) filter (is_reached and timing in ('early', 'on_time')) as kept_count,
        count(*) filter (is_reached and timing = 'late') as late_count,
        count(*) filter (not is_reached and planned is not null) as open_count,
        count(*) filter (state = 'overdue') as overdue_count,
        count(*) filter (state = 'overdue' and planned_last_date + interval 1 year < stand_date) as long_overdue_count,
        count(*) filter (state = 'no_feedback' and planned is not null) as silent_count,
        count(*) filter (state = 'no_feedback' and planned_last_date + interval 1 year < stand_date) as long_silent_count,
        count(*) filter (not is_reached and (timing = 'late' or milestone_detail.status = 'verzögert')) as moved_count,
        count(*) filter (not is_reached and planned_first_date > first_planned_last_date + interval 1 year) as long_moved_count
    from milestone_detail where role in ('result', 'step') group by all
),
judged as (
    select
        *,
        case
            when dated_count = 0 then 'no_plan'
            when overdue_count > 1 or long_overdue_count > 0 then 'long_overdue'
            when overdue_count > 0 then 'overdue'
            when long_silent_count > 0 then 'long_silent'
            when long_moved_count > 0 then 'long_moved'
            when silent_count > 0 then 'silent'
            when moved_count > 0 then 'moved'
            when late_count > 0 and open_count > 0 then 'was_late'
            when reached_count = 0 then 'unproven'
            when late_count > 0 then 'late'
            when kept_count = 0 then 'undated'
            else 'kept'
        end as reason
    from told
)
select
    stand_date,
    project_id,
    case
        when reason = 'long_overdue' then 1
        when reason in ('overdue', 'long_silent', 'long_moved') then 2
        when reason in ('silent', 'moved', 'was_late', 'unproven') then 3
        when reason in ('late', 'undated') then 4
        when reason = 'kept' then 5
    end as confidence_step,
    coalesce(reason, 'no_plan') as confidence_reason
from project left join judged using (stand_date, project_id);
comment on table project_confidence is 'Eine Zeile je Stand und Projekt: die Zuversicht, dass es seine Termine hält, nach festen Regeln.';
comment on column project_confidence.confidence_step is 'Zuversicht in fünf Stufen von 1 (sehr gering) bis 5 (sehr hoch), nur aus Ergebnissen und Schritten mit geplantem Termin; die Stufen erklärt der Abschnitt „So zählen wir“. Leer, wenn zu keinem ein Termin geplant ist.';
comment on column project_confidence.confidence_reason is 'Kurzname der Regel, die die Stufe bestimmt: die erste von der niedrigsten Stufe an, die zutrifft.';

-- One row per Stand and project with everything a list shows.
create table project_detail as
with levels as (
    select stand_date, project_id, array_agg(funder_level order by funder_level) as funder_levels
    from project_level group by all
),
active as (
    select stand_date, project_id, array_agg(year order by year) filter (year is not null) as years from project_year group by all
),
money as (
    select stand_date, project_id, sum(amount_eur) as grant_eur
    from funding where counting = 'zählt' and kind = 'Zuwendung' group by all
),
steps as (
    select
        stand_date,
        project_id,
        count(*) filter (state = 'reached') as reached_count,
        count(*) filter (role = 'result') as result_count,
        count(*) filter (role in ('result', 'step') and state in ('planned', 'overdue')) as open_count,
        count(*) filter (role = 'result' and state = 'no_feedback') as silent_count,
        max(due_last_date) as due_last_date
    from milestone_detail group by all
)
select
    project.*,
    field_of_action.name as field_of_action,
    attribution,
    area_ags,
    areas,
    municipality_ags,
    funder_levels,
    years,
    grant_eur,
    coalesce(reached_count, 0) as reached_count,
    coalesce(result_count, 0) as result_count,
    coalesce(silent_count, 0) as silent_count,
    confidence_step,
    confidence_reason,
    case
        when open_count > 0 or end_last_date >= stand_date then 'running'
        when result_count > 0 and reached_count = result_count then 'finished'
        else 'silent'
    end as progress,
    greatest(due_last_date, begin_last_date, end_last_date) as last_date,
    lower(concat_ws(' ', title, summary, lead, field_of_action.name, status, responsible, project_id)) as search_text
from project
join field_of_action using (field_of_action_id)
join project_attribution using (stand_date, project_id)
left join levels using (stand_date, project_id)
left join active using (stand_date, project_id)
left join money using (stand_date, project_id)
left join steps using (stand_date, project_id)
join project_confidence using (stand_date, project_id)
order by stand_date, project_id;
comment on table project_detail is 'Eine Zeile je Stand und Projekt mit Summen.';
comment on column project_detail.grant_eur is 'Summe der Zuwendungen des Projekts, die zählen, in Euro; leer, wenn keine bekannt ist.';
comment on column project_detail.silent_count is 'Zahl der Ergebnisse des Projekts ohne Rückmeldung.';
comment on column project_detail.progress is 'Laufend: Ein Ende oder ein Ergebnis steht noch bevor oder ist überfällig. Fertig: alle bekannten Ergebnisse sind da. Ohne offenen Termin: alle übrigen; was aus ihnen wurde, sagt nur ihr Sachstand.';
comment on column project_detail.reached_count is 'Zahl der erreichten Ergebnisse des Projekts.';
comment on column project_detail.result_count is 'Zahl der Ergebnisse des Projekts; ein Meilenstein ohne Angabe der Art zählt als Ergebnis.';
comment on column project_detail.search_text is 'Alle Texte des Projekts in Kleinbuchstaben: worin die Suche sucht.';
comment on column project_detail.last_date is 'Letzter Tag aus Beginn, Ende und allen Terminen des Projekts; danach ordnet sich die Zeitleiste.';
comment on column project_detail.years is 'Jahre, in denen das Projekt nachweislich lief oder etwas mit Datum geschah.';
comment on column project_detail.funder_levels is 'Ebenen aller Geldgeber des Projekts.';
comment on column project_detail.field_of_action is 'Handlungsfeld des Projekts.';

-- One row per row of the table, in the latest Stand only.
create view current_project as select * from project where stand_date = (select max(stand_date) from stand);
comment on view current_project is 'Eine Zeile je Projekt des jüngsten Standes.';
create view current_project_municipality as select * from project_municipality where stand_date = (select max(stand_date) from stand);
comment on view current_project_municipality is 'Eine Zeile je Projekt des jüngsten Standes und beteiligtem Gebiet.';
create view current_funding as select * from funding where stand_date = (select max(stand_date) from stand);
comment on view current_funding is 'Eine Zeile je Betrag des jüngsten Standes, den eine Quelle nennt.';
create view current_milestone as select * from milestone where stand_date = (select max(stand_date) from stand);
comment on view current_milestone is 'Eine Zeile je Meilenstein des jüngsten Standes.';

-- One row per version and region: the latest population.
create table latest_population as
select version_date, region_ags, arg_max(population_count, reference_date) as population_count,
    max(reference_date) as reference_date, arg_max(basis, reference_date) as basis
from population group by version_date, region_ags
order by version_date, region_ags;
comment on table latest_population is 'Eine Zeile je Fassung und Gebiet: die jüngste Einwohnerzahl.';
comment on column latest_population.population_count is 'Jüngste Einwohnerzahl; Grundlage aller Beträge je Kopf.';
comment on column latest_population.reference_date is 'Stichtag der jüngsten Einwohnerzahl.';
comment on column latest_population.basis is 'Zählung, auf der die Fortschreibung der jüngsten Einwohnerzahl beruht.';

-- The page that a value is quoted from, by its host; empty for the indicator's own source.
create macro host_of(words) as regexp_extract(coalesce(words, ''), 'https?://(?:www[0-9]*[.])?([^/ ]+)', 1);
comment on macro host_of is 'Rechnername der ersten Adresse in einem Text; leer, wenn keine darin steht.';
create macro quoted_from(note, own_source) as if(host_of(note) = host_of(own_source), '', host_of(note));
comment on macro quoted_from is 'Seite, von der ein Wert zitiert ist, als Rechnername; leer, wenn es die Fundstelle des Indikators ist.';

-- One row per version and indicator: the time its values cover, how near to a municipality the areas are that have any, how
-- many municipalities have one, and the years in which its method changed.
create table indicator_span as
select
    version_date,
    indicator_id,
    min(period_first_date) as first_date,
    arg_min(period, period_first_date) as first_period,
    max(period_last_date) as last_date,
    arg_max(period, period_last_date) as last_period,
    coalesce(
        max(period_last_date) filter (is_own and is_nearest), max(period_last_date) filter (is_own), max(period_last_date)
    ) as own_last_date,
    coalesce(
        arg_max(period, period_last_date) filter (is_own and is_nearest),
        arg_max(period, period_last_date) filter (is_own), arg_max(period, period_last_date)
    ) as own_last_period,
    max(period_last_date) filter (is_nearest) as nearest_last_date,
    any_value(region_level) filter (is_nearest) as nearest_level,
    count(distinct region_ags) filter (region_level = 'municipality') as municipality_count,
    any_value(if(list_contains(unbroken_indicators, indicator_id), [], break_years)) as break_years
from (
    select
        *, quoted_from(indicator_value.note, indicator.source_url) = '' as is_own,
        list_position(['municipality', 'district', 'state', 'country', 'neighbour'], region_level) as distance,
        distance = min(distance) over (partition by version_date, indicator_id) as is_nearest
    from indicator_value
    join region using (version_date, region_ags)
    join indicator using (version_date, indicator_id)
    join dataset using (dataset_id)
)
group by all
order by all;
comment on table indicator_span is 'Eine Zeile je Fassung und Indikator.';
comment on column indicator_span.first_date is 'Erster Tag des ersten Zeitpunkts.';
comment on column indicator_span.last_date is 'Letzter Tag des jüngsten Zeitpunkts.';
comment on column indicator_span.first_period is 'Erster Zeitpunkt, für den es Werte gibt.';
comment on column indicator_span.last_period is 'Jüngster Zeitpunkt, für den es Werte gibt.';
comment on column indicator_span.own_last_date is 'Letzter Tag des jüngsten Zeitpunkts, für den die Fundstelle des Indikators selbst Werte hat, und zwar von den nächsten Gebieten, wo sie solche hat.';
comment on column indicator_span.own_last_period is 'Jüngster Zeitpunkt, für den die Fundstelle des Indikators selbst Werte hat, und zwar von den nächsten Gebieten, wo sie solche hat.';
comment on column indicator_span.nearest_level is 'Ebene der nächsten Gebiete, für die es Werte gibt: Kommunen, sonst der Kreis, sonst das Land, sonst Deutschland.';
comment on column indicator_span.nearest_last_date is 'Letzter Tag des jüngsten Zeitpunkts, für den es Werte dieser nächsten Gebiete gibt.';
comment on column indicator_span.break_years is 'Jahre, in denen sich die Erhebungsmethode des Indikators geändert hat.';
comment on column indicator_span.municipality_count is 'Zahl der Kommunen, für die es Werte gibt.';

-- Values of one method have the same number; those of a year in which it changed stand by themselves.
create macro method_number(year, break_years) as
    coalesce(list_sum(list_transform(break_years, lambda changed: (year >= changed)::int + (year > changed)::int)), 0);
comment on macro method_number is 'Nummer der Erhebungsmethode in einem Jahr: Werte einer Methode haben dieselbe, ein Jahr des Wechsels steht für sich.';

-- One row per version, indicator in per cent and date: three readings of a figure that is made from municipalities. Those
-- without a value are left out of all three and counted; people weigh only what is a share of households.
create table indicator_reading as
with place as (select version_date, count(*) as area_count from municipality group by version_date)
select
    version_date,
    indicator_id,
    period,
    max(period_last_date) as period_last_date,
    count(*) as known_count,
    any_value(area_count) as area_count,
    avg(value) as mean_pct,
    case when contains(any_value(unit), 'Haushalte') and count(population_count) = count(*)
        then sum(value * population_count) / nullif(sum(population_count), 0) end as weighted_pct,
    count(*) filter (value > 0) as any_count,
    100.0 * count(*) filter (value > 0) / count(*) as any_pct
from indicator_value
join region using (version_date, region_ags)
join indicator using (version_date, indicator_id)
join place using (version_date)
left join latest_population using (version_date, region_ags)
where region_level = 'municipality' and starts_with(unit, '%')
group by version_date, indicator_id, period
order by version_date, indicator_id, period;

comment on table indicator_reading is 'Eine Zeile je Fassung, Indikator in Prozent und Zeitpunkt: drei Lesarten eines Werts, der aus den Kommunen gebildet ist.';
comment on column indicator_reading.period_last_date is 'Letzter Tag des Zeitpunkts.';
comment on column indicator_reading.known_count is 'Zahl der Kommunen mit einem Wert zu diesem Zeitpunkt; nur aus ihnen sind die drei Lesarten gebildet.';
comment on column indicator_reading.area_count is 'Zahl aller Kommunen der Region.';
comment on column indicator_reading.mean_pct is 'Einfacher Durchschnitt: jede Kommune zählt gleich viel, wie groß sie auch ist.';
comment on column indicator_reading.weighted_pct is 'Durchschnitt, gewichtet mit der jüngsten Einwohnerzahl der Kommunen; nur bei Anteilen der Haushalte, sonst leer.';
comment on column indicator_reading.any_count is 'Zahl der Kommunen mit einem Wert über null.';
comment on column indicator_reading.any_pct is 'Anteil der Kommunen mit einem Wert über null: wo es das überhaupt gibt. Wie viele es dort nutzen können, sagt er nicht.';

-- The few indicators that say how far supply has come. Of those that measure the same the first with values of
-- municipalities is shown: what was evaluated anew is never joined to what was before.
create table supply_indicator as
with candidate (supply, rank, indicator_id, per_people) as (values
    ('gigabit', 1, 'bb_hh_bbsr_ge1000_pct', null), ('gigabit', 2, 'bb_hh_all_ge1000_pct', null),
    ('mobile', 1, 'mobile_5g_area_pct', null), ('mobile', 2, 'mobile_5g_residential_pct', null),
    ('charging', 1, 'ev_charging_points', 1000)
)
select
    version_date,
    supply,
    arg_min(indicator_id, rank) as indicator_id,
    arg_min(per_people, rank) as per_people,
    arg_min(last_date, rank) as last_date
from candidate join (
    select version_date, indicator_id, max(period_last_date) as last_date
    from indicator_value join region using (version_date, region_ags)
    where region_level = 'municipality' group by all
) using (indicator_id)
group by all
order by all;
comment on table supply_indicator is 'Eine Zeile je Fassung und Versorgung: welcher Indikator sie zeigt.';
comment on column supply_indicator.supply is 'Versorgung: „gigabit“ (Gigabit), „mobile“ (5G) oder „charging“ (Ladepunkte).';
comment on column supply_indicator.per_people is 'Auf wie viele Einwohnerinnen und Einwohner der Wert umgerechnet ist; leer, wenn gar nicht.';
comment on column supply_indicator.last_date is 'Jüngster Tag, für den es Werte der Kommunen gibt.';
comment on column supply_indicator.indicator_id is 'Indikator, der die Versorgung zeigt.';

-- One row per version, supply and region: the value on the latest day that municipalities have one of, and the region's
-- own values before it, the last of each year, by the same method and from the same source.
create table supply_value as
with rated as (
    select
        version_date, supply, indicator_id, region_ags, period, period_last_date, supply_indicator.last_date,
        year(period_last_date) as year, method_number(year, break_years) as method,
        quoted_from(indicator_value.note, indicator.source_url) as origin,
        if(per_people is null, value, value * per_people / nullif(population_count, 0)) as value
    from supply_indicator
    join indicator_value using (version_date, indicator_id)
    join indicator using (version_date, indicator_id)
    join indicator_span using (version_date, indicator_id)
    left join latest_population using (version_date, region_ags)
    where period_last_date <= supply_indicator.last_date
),
yearly as (
    select version_date, supply, region_ags, method, origin, year,
        arg_max(period, period_last_date) as period, arg_max(value, period_last_date) as value
    from rated group by all
)
select
    latest.version_date, latest.supply, indicator_id, latest.region_ags, latest.period, latest.value,
    list(before.period order by before.year) filter (before.value is not null) as before_periods,
    list(before.value order by before.year) filter (before.value is not null) as before_values
from rated as latest
left join yearly as before on before.year < latest.year
    and (before.version_date, before.supply, before.region_ags, before.method, before.origin)
        = (latest.version_date, latest.supply, latest.region_ags, latest.method, latest.origin)
where latest.period_last_date = latest.last_date and latest.value is not null
group by all
order by all;
comment on table supply_value is 'Eine Zeile je Fassung, Versorgung und Gebiet.';
comment on column supply_value.value is 'Wert am jüngsten Tag, für den es Werte der Kommunen gibt: in Prozent, Ladepunkte je 1.000 Einwohnerinnen und Einwohner.';
comment on column supply_value.before_periods is 'Zeitpunkte der Werte davor, desselben Indikators nach derselben Methode aus derselben Quelle; von jedem Jahr der letzte.';
comment on column supply_value.before_values is 'Die Werte davor in derselben Reihenfolge; Ladepunkte wie der jüngste Wert auf die jüngste Einwohnerzahl umgerechnet.';

-- One row per Stand and project: the latest day on which a source that is cited for it was published.
create table project_news as
select stand_date, project_id, max(published_first_date) as published_first_date,
    arg_max(published, (published_first_date, published_precision)) as published
from (
    select stand_date, project_id, source_id from project
    union select stand_date, project_id, source_id from funding
    union select stand_date, project_id, source_id from milestone
)
join source using (stand_date, source_id)
where published is not null
group by all
order by all;
comment on table project_news is 'Eine Zeile je Stand und Projekt, zu dem eine Quelle mit Datum genannt ist.';
comment on column project_news.published is 'Wann die jüngste Quelle zum Projekt erschienen ist, so genau wie bekannt.';
comment on column project_news.published_first_date is 'Frühester Tag, an dem sie erschienen sein kann.';
comment on column project_news.project_id is 'Projekt.';

-- One row per Stand and data source: the last day for which it has values there.
create table dataset_latest as
select
    stand_date,
    dataset_id,
    coalesce(
        as_of_date,
        (select max(period_last_date) from indicator_value join indicator using (version_date, indicator_id)
            where indicator_value.version_date = stand.version_date and indicator.dataset_id = dataset.dataset_id
                and quoted_from(indicator_value.note, indicator.source_url) = ''),
        case when list_contains(input_files, 'projekte.csv') then stand_date end,
        (select max(reference_date) from population
            where population.version_date = stand.version_date and list_contains(input_files, 'bevoelkerung.csv'))
    ) as latest_date
from stand cross join dataset
order by stand_date, position;
comment on table dataset_latest is 'Eine Zeile je Stand und Datenquelle.';
comment on column dataset_latest.latest_date is 'Letzter Tag, für den diese Quelle im Stand Werte hat; was anderswo zitiert ist, zählt nicht.';

-- The rules of selection, once. municipalities holds keys of municipalities or of the district.
-- Projects of a choice are looked up and joined: comparing lists row by row takes ten times as long.
create macro is_chosen(choice, value) as len(choice) = 0 or list_contains(choice, value);
comment on macro is_chosen is 'Ob ein Wert zur Auswahl gehört; eine leere Auswahl heißt alle.';
-- The choice of years holds 0 for what has no date: no calendar has that year.
create macro is_in_chosen_years(choice, year) as is_chosen(choice, coalesce(year, 0));
comment on macro is_in_chosen_years is 'Ob ein Jahr zur Auswahl gehört; 0 in der Auswahl heißt ohne Datum.';
create macro is_in_areas(choice, stand, project) as len(choice) = 0 or project in (
    select project_id from project_area where stand_date = stand and list_contains(choice, area_ags));
comment on macro is_in_areas is 'Ob ein Projekt in einem Stand zu einem der gewählten Gebiete gehört.';
create macro is_on_levels(choice, stand, project) as len(choice) = 0 or project in (
    select project_id from project_level where stand_date = stand and list_contains(choice, funder_level));
comment on macro is_on_levels is 'Ob ein Projekt in einem Stand Geld von einer der gewählten Ebenen hat.';
create macro is_in_years(choice, stand, project) as len(choice) = 0 or project in (
    select project_id from project_year where stand_date = stand and list_contains(choice, coalesce(year, 0)));
comment on macro is_in_years is 'Ob ein Projekt in einem Stand in einem der gewählten Jahre lief oder etwas mit Datum geschah.';

-- One row per project of the selection.
create macro selected_project(stand, municipalities, fields, levels, years) as table
select * from project_detail
where stand_date = stand
    and is_in_areas(municipalities, stand, project_id)
    and is_chosen(fields, field_of_action_id)
    and is_on_levels(levels, stand, project_id)
    and is_in_years(years, stand, project_id);
comment on macro table selected_project is 'Eine Zeile je Projekt der Auswahl.';

-- One row per funding row of the selection, counted or not.
create macro selected_funding(stand, municipalities, fields, levels, years) as table
select
    *,
    if(is_counted and kind = 'Zuwendung', amount_eur, null) as grant_eur,
    if(is_counted and kind = 'Eigenanteil', amount_eur, null) as own_share_eur,
    if(is_counted and kind = 'Investition', amount_eur, null) as investment_eur,
    if(is_counted and kind = 'Gesamtvolumen', amount_eur, null) as total_volume_eur
from funding_detail
where stand_date = stand
    and is_in_areas(municipalities, stand, project_id)
    and is_chosen(fields, field_of_action_id)
    and is_chosen(levels, funder_level)
    and is_in_chosen_years(years, approved_year);
comment on macro table selected_funding is 'Eine Zeile je Betrag der Auswahl, ob er zählt oder nicht; die vier Spalten nach Art des Geldes (in Euro) sind nur gefüllt, wo er zählt.';

-- One row per milestone of the selection; the level is that of any money of its project.
create macro selected_milestone(stand, municipalities, fields, levels, years) as table
select * from milestone_detail
where stand_date = stand
    and is_in_areas(municipalities, stand, project_id)
    and is_chosen(fields, field_of_action_id)
    and is_on_levels(levels, stand, project_id)
    and is_in_chosen_years(years, due_year);
comment on macro table selected_milestone is 'Eine Zeile je Meilenstein der Auswahl.';

-- One row per milestone of the selection, and one per milestone that was dropped in this Stand or an earlier one.
create macro selected_account(stand, municipalities, fields, levels, years) as table
from selected_milestone(stand, municipalities, fields, levels, years)
union all by name
select * replace ('dropped' as state) from dropped_milestone
where stand_date = stand
    and is_in_areas(municipalities, project_date, project_id)
    and is_chosen(fields, field_of_action_id)
    and is_on_levels(levels, project_date, project_id)
    and is_in_chosen_years(years, due_year);
comment on macro table selected_account is 'Eine Zeile je Meilenstein der Auswahl und je Meilenstein, der in diesem oder einem früheren Stand entfallen ist.';

-- One row per chosen area of the region and project that it takes part in; the district is of all of them, and of state and
-- country the office's tables tell nothing.
create macro area_projects(stand, version, places) as table
select region.region_ags, region_level, project_id
from region join project_area on stand_date = stand and (area_ags = region_ags or region_level = 'district')
where version_date = version and region_level in ('municipality', 'district') and list_contains(places, region_ags)
group by all;
comment on macro table area_projects is 'Eine Zeile je gewähltem Gebiet der Region und Projekt, an dem es beteiligt ist; der Kreis an allen.';

-- One row per project of the selection: its account of shifted dates. Days and months are never added to one another,
-- and what came early never makes up for what came late. Dropped milestones count as they were told last.
create macro selected_project_account(stand, municipalities, fields, levels, years) as table
select
    project_id,
    any_value(project_title) as project_title,
    count(*) filter (state <> 'dropped') as milestone_count,
    sum(replanned_count)::bigint as replanned_count,
    count(*) filter (replanned_count > 0) as replanned_milestone_count,
    count(*) filter (timing is not null) as compared_count,
    count(*) filter (timing = 'late') as late_count,
    sum(delay_days) filter (delay_days > 0)::bigint as late_days,
    max(delay_days) filter (delay_days > 0) as longest_days,
    count(*) filter (delay_days > 0) as late_in_days_count,
    sum(delay_months) filter (delay_months > 0)::bigint as late_months,
    max(delay_months) filter (delay_months > 0) as longest_months,
    count(*) filter (delay_months > 0) as late_in_months_count,
    count(*) filter (timing = 'early') as early_count,
    count(*) filter (timing = 'on_time') as on_time_count,
    count(*) filter (not is_reached and status = 'verzögert' and state <> 'dropped') as told_late_count,
    count(*) filter (state = 'overdue') as overdue_count,
    count(*) filter (state = 'no_feedback') as no_feedback_count,
    count(*) filter (state = 'no_feedback' and planned is null) as undated_silent_count,
    arg_min(planned, (planned_last_date, milestone_id)) filter (state = 'no_feedback' and planned is not null) as silent_since,
    min(planned_last_date) filter (state = 'no_feedback') as silent_since_date,
    max(since_plan_days) filter (state = 'no_feedback') as silent_days,
    count(*) filter (state = 'dropped') as dropped_count
from selected_account(stand, municipalities, fields, levels, years)
group by project_id;
comment on macro table selected_project_account is 'Eine Zeile je Projekt der Auswahl: seine Bilanz der Termine; Tage und Monate getrennt, früher und später getrennt.';
