-- What happened in a period, and what differs between two Stände. Stored is only what is not the same in every Stand.

-- Whether a date, as precise as it is, lies within a period: 'inside' only when it can have been on no other day,
-- 'possible' when it can have been on a day before or after it as well, null when it cannot have been.
create macro lies(first_date, last_date, period_first_date, period_last_date) as case
    when first_date >= period_first_date and last_date <= period_last_date then 'inside'
    when first_date <= period_last_date and last_date >= period_first_date then 'possible'
end;
comment on macro lies is 'Ob ein Datum, so genau es bekannt ist, in einem Zeitraum liegt: „inside“ (sicher), „possible“ (möglich), leer (nein).';

-- One row per event of the selection as the Stand tells it; without dates where no source names any.
-- What has happened cannot have happened after the Stand: a year that is not over yet ends there.
-- A milestone moves on the day of its first plan: then it was to be reached, and was not, or was already.
create macro selected_event(stand, municipalities, fields, levels) as table
with milestones as materialized (
    from selected_milestone(stand, municipalities, fields, levels, [])
),
projects as materialized (
    from selected_project(stand, municipalities, fields, levels, [])
),
steps as (
    select
        unnest([
            {
                'event': state, 'happened': due, 'first_date': due_first_date,
                'last_date': if(is_reached and due_first_date <= stand, least(due_last_date, stand), due_last_date)
            },
            {
                'event': case timing when 'late' then 'later' when 'early' then 'earlier' end, 'happened': first_planned,
                'first_date': first_planned_first_date, 'last_date': first_planned_last_date
            }
        ], recursive := true),
        milestone_id as subject_id, title, project_id, project_title, attribution, first_planned, due, state, timing,
        delay_days, delay_months, null::decimal(14, 2) as grant_eur, null as funder, null as programme,
        source_id, input_file, input_line
    from milestones
),
runs as (
    select
        unnest([
            {'event': 'begun', 'happened': begin, 'first_date': begin_first_date, 'last_date': begin_last_date},
            {'event': 'ended', 'happened': "end", 'first_date': end_first_date, 'last_date': end_last_date}
        ], recursive := true),
        project_id as subject_id, title, project_id, title as project_title, attribution,
        null as first_planned, null as due, null as state, null as timing, null as delay_days, null as delay_months,
        null::decimal(14, 2) as grant_eur, null as funder, null as programme, source_id, input_file, input_line
    from projects
)
from steps where event in ('reached', 'step_taken', 'event', 'setback', 'overdue', 'no_feedback', 'later', 'earlier')
union all by name
from runs
union all by name
select
    'granted' as event, funding_id as subject_id, recipient as title, project_id, project_title, attribution,
    approved as happened, approved_first_date as first_date,
    if(approved_first_date <= stand, least(approved_last_date, stand), approved_last_date) as last_date,
    grant_eur, funder, programme, source_id, input_file, input_line
from selected_funding(stand, municipalities, fields, levels, [])
where grant_eur is not null;
comment on macro table selected_event is 'Eine Zeile je Ereignis der Auswahl, wie der Stand es nennt.';

-- One row per id that was given up between two Stände, and what the row is called in the second.
create macro given_up_between(before, after) as table
with recursive step as (
    select table_name, old_value as old_key, new_value as new_key, stand_date
    from correction
    where stand_date > before and stand_date <= after and row_key = old_value
        and column_name = key_column(table_name)
),
chain as (
    select *, 1 as steps from step
    union all
    select chain.table_name, chain.old_key, step.new_key, step.stand_date, steps + 1
    from chain join step on step.table_name = chain.table_name and step.old_key = chain.new_key
        and step.stand_date > chain.stand_date
)
select table_name, old_key, arg_max(new_key, steps) as new_key, max(steps) as steps from chain group by all;
comment on macro table given_up_between is 'Eine Zeile je Kennung, die zwischen zwei Ständen aufgegeben wurde, mit der Kennung, die ihre Zeile danach hat.';

-- One row per id that was changed between two Stände: as it was in the first, and as it is in the second.
-- An id in the middle of a chain is no beginning of one.
create macro renamed_between(before, after) as table
select table_name, old_key, new_key from given_up_between(before, after)
qualify row_number() over (partition by table_name, new_key order by steps desc) = 1;
comment on macro table renamed_between is 'Eine Zeile je Kennung, die zwischen zwei Ständen geändert wurde: vorher und nachher.';

-- The office's tables and the reference tables as they are compared: one row per row, with all that is kept of it. Names
-- take the place of keys that nobody reads. Beside its cells a row has: since when, key, title, project, source, area.
create temp view projekte_cells as
with areas as (
    select
        stand_date, project_id,
        string_agg(coalesce(region.name, area_ags), ', ' order by area_ags) as names
    from project_municipality
    join stand using (stand_date)
    left join region on region.version_date = stand.version_date and region_ags = area_ags
    group by all
)
select
    project.* replace (field_of_action.name as field_of_action_id), names as area_ags,
    stand_date as since_date, project_id as row_key, project.title as row_title, null as row_area
from project
join field_of_action using (field_of_action_id)
left join areas using (stand_date, project_id);

create temp view foerderung_cells as
select
    * exclude (funding_id),
    stand_date as since_date, funding_id as row_key, kind || ', ' || recipient as row_title, null as row_area
from funding;

create temp view meilensteine_cells as
select
    * exclude (milestone_id),
    stand_date as since_date, milestone_id as row_key, title as row_title, null as row_area
from milestone;

create temp view quellen_cells as
select *, null as project_id, stand_date as since_date, source_id as row_key, title as row_title, null as row_area
from source;

create temp view gemeinden_cells as
select
    * exclude (rings, label_x, label_y) replace (md5(geometry::varchar) as geometry),
    null as project_id, null as source_id, null as input_file, null as input_line,
    version_date as since_date, municipality_ags as row_key, name as row_title, municipality_ags as row_area
from municipality;

create temp view bevoelkerung_cells as
select
    population.*, null as project_id, null as source_id,
    version_date as since_date, region_ags || ' / ' || reference_date as row_key, region.name as row_title,
    region_ags as row_area
from population join region using (version_date, region_ags);

create temp view kennzahlen_cells as
select
    *, null as project_id, null as source_id, null as input_file, null as input_line,
    version_date as since_date, indicator_id as row_key, name as row_title, null as row_area
from indicator;

create temp view indikatoren_cells as
select
    indicator_value.*, null as project_id, null as source_id,
    version_date as since_date, indicator_id || ' / ' || region_ags || ' / ' || period as row_key,
    indicator.name || ', ' || region.name as row_title, region_ags as row_area
from indicator_value
join indicator using (version_date, indicator_id)
join region using (version_date, region_ags);

-- Whether a column of one of these views, or of what is made of them, is a cell: neither about the row nor a part of a date.
create temp macro is_cell(name) as not regexp_matches(
    name, '^(row_.*|since_date|stand_date|version_date|input_file|input_line)$|_(first_date|last_date|precision)$');

-- One row per row of one of the tables above and day since when it says what it says; only of rows that are not the same
-- in every Stand. Another id alone does not make another row: what a row refers to is compared by its line.
create temp macro versions_of(name) as table
with days as (
    select since_date, row_number() over (order by since_date) as number, lead(since_date) over (order by since_date) as next_date
    from (select distinct if(key_column(name) is null, version_date, stand_date) as since_date from stand)
),
told as (
    select
        cells.* replace (
            coalesce(project.line, cells.project_id) as project_id, coalesce(source.line, cells.source_id) as source_id
        ),
        coalesce(own.line, row_key) as row_line
    from query_table(name || '_cells') as cells
    left join lines_of(name) as own
        on own.id = row_key and cells.since_date >= own.since_date and cells.since_date < own.until_date
    left join lines_of('projekte') as project
        on project.id = cells.project_id and cells.since_date >= project.since_date and cells.since_date < project.until_date
    left join lines_of('quellen') as source
        on source.id = cells.source_id and cells.since_date >= source.since_date and cells.since_date < source.until_date
    where (select count(*) from days) > 1
),
contents as materialized (
    select row_line, since_date, hash(row_key, *columns(lambda name: is_cell(name))) as content from told
),
changing as (
    select row_line from contents
    group by row_line having count(*) < (select count(*) from days) or count(distinct content) > 1
),
followed as (
    select
        row_line, since_date, number, next_date,
        not coalesce(lag(number) over lines = number - 1 and lag(content) over lines = content, false) as is_new
    from contents semi join changing using (row_line) join days using (since_date)
    window lines as (partition by row_line order by number)
),
counted as (select *, count(*) filter (is_new) over (partition by row_line order by number) as version from followed),
versions as (
    select
        row_line, min(since_date) as since_date, arg_max(coalesce(next_date, date 'infinity'), number) as row_until,
        count(*) over (partition by row_line) > 1 as row_is_rewritten
    from counted group by row_line, version
),
texts as (
    select columns(lambda name: not is_cell(name)), columns(lambda name: is_cell(name))::varchar
    from versions join told using (row_line, since_date)
)
select
    name as table_name, row_line as line, since_date, row_until as until_date, row_key, row_title as title, project_id, source_id,
    row_area as area_ags, input_file, input_line,
    if(row_is_rewritten, to_json(struct_pack(*columns(lambda name: is_cell(name))))::varchar, null) as cells
from texts;

create table row_version as
from versions_of('projekte')
union all from versions_of('foerderung')
union all from versions_of('meilensteine')
union all from versions_of('quellen')
union all from versions_of('gemeinden')
union all from versions_of('bevoelkerung')
union all from versions_of('kennzahlen')
union all from versions_of('indikatoren');
comment on table row_version is 'Eine Zeile je Zeile einer Eingabetabelle und Stand, seit dem sie so lautet; nur Zeilen, die nicht in jedem Stand gleich lauten.';
comment on column row_version.line is 'Die Zeile selbst, durch alle Stände dieselbe: die Kennung, die sie zuerst hatte.';
comment on column row_version.since_date is 'Erster Stand, in dem die Zeile so lautet.';
comment on column row_version.until_date is 'Erster Stand, in dem sie nicht mehr so lautet; unendlich, wenn sie es noch tut.';
comment on column row_version.title is 'Wie die Zeile heißt.';
comment on column row_version.area_ags is 'Gebiet der Zeile; leer, wenn sie keines hat oder zu einem Projekt gehört.';
comment on column row_version.cells is 'Was in der Zeile steht, als JSON-Text; leer, wenn sie nur einmal so lautet.';
comment on column row_version.table_name is 'Eingabetabelle.';
comment on column row_version.row_key is 'Kennung der Zeile; mehrere Schlüsselspalten verbindet ein Schrägstrich.';
comment on column row_version.project_id is 'Projekt, zu dem die Zeile gehört; leer, wenn sie zu keinem gehört.';
comment on column row_version.source_id is 'Fundstelle, die die Zeile nennt; leer, wenn sie keine nennt.';
comment on column row_version.input_file is 'Datei, aus der die Zeile stammt; leer, wenn ihre Tabelle das nicht vermerkt.';
comment on column row_version.input_line is 'Zeilennummer in dieser Datei.';

-- One row per line of an office's table that has another id on a day than it had first.
create macro ids_at(day) as table
select table_name, line, arg_max(id, stand_date) as id from renamed_line where stand_date <= day group by all;
comment on macro table ids_at is 'Eine Zeile je Zeile einer Tabelle der Projektleitstelle, die an diesem Tag eine andere Kennung hat als zuerst.';

-- One row per cell that differs, per row that is new or gone and per id that was changed between two Stände, with the
-- reasons that corrections give for it; a row whose id was changed stays the same row. A column that the file of one of
-- both Stände lacks is one difference, whatever its cells hold.
create macro difference_between(before, after) as table
-- Versions of the first Stand that are over in the second, and those that began since: read apart, each by its own days,
-- of many rows few are read whole.
with named as not materialized (
    select
        row_version.* replace (
            coalesce(project.id, row_version.project_id) as project_id, coalesce(source.id, row_version.source_id) as source_id
        ),
        coalesce(own.id, row_key) as key_after
    from row_version
    left join ids_at(after) as own on own.table_name = row_version.table_name and own.line = row_version.line
    left join ids_at(after) as project on project.table_name = 'projekte' and project.line = row_version.project_id
    left join ids_at(after) as source on source.table_name = 'quellen' and source.line = row_version.source_id
),
was as (from named where since_date <= before and until_date > before and until_date <= after),
now as (from named where since_date > before and since_date <= after and until_date > after),
pair as materialized (
    select
        table_name, coalesce(now.row_key, was.key_after) as row_key, was.row_key as old_key, now.row_key as new_key,
        coalesce(now.title, was.title) as title, coalesce(now.project_id, was.project_id) as project_id,
        coalesce(now.source_id, was.source_id) as source_id, coalesce(now.area_ags, was.area_ags) as area_ags,
        coalesce(now.input_file, was.input_file) as input_file, coalesce(now.input_line, was.input_line) as input_line,
        was.cells as old_cells, now.cells as new_cells, was.project_id as old_project_id, was.source_id as old_source_id
    from was full join now using (table_name, line)
),
headers as (
    select input_table as table_name, column_name as name, header from input_column union all select 'gemeinden', 'geometry', 'Grenze'
),
one_sided as (
    select table_name, header, bool_or(stand_date = before) as is_new
    from absent_column where stand_date in (before, after) group by all having count(*) = 1
),
cell as materialized (
    select
        pair.* exclude (name, old_text, new_text), header as column_name, is_new,
        case name when 'project_id' then old_project_id when 'source_id' then old_source_id
            when 'geometry' then 'bisheriger Umriss' else old_text end as old_value,
        case name when 'project_id' then project_id when 'source_id' then source_id
            when 'geometry' then 'neuer Umriss' else new_text end as new_value
    from (
        -- All cells of a row at once: the versions of a row have the same columns in the same order.
        select
            *, unnest(json_keys(new_cells)) as name, unnest(old_cells->>'$.*') as old_text, unnest(new_cells->>'$.*') as new_text
        from pair where old_key is not null and new_key is not null
    ) as pair
    join headers using (table_name, name)
    left join one_sided using (table_name, header)
    where old_text is distinct from new_text
),
found as (
    select * exclude (is_new), 'changed' as change from cell where is_new is null
    union all by name
    select *, 'renamed' as change, old_key as old_value, new_key as new_value from pair where old_key <> new_key
    union all by name
    select *, if(old_key is null, 'new', 'gone') as change from pair where old_key is null or new_key is null
    union all by name
    select
        table_name, if(is_new, 'new_column', 'gone_column') as change, column_name as row_key, column_name,
        'Spalte „' || column_name || '“' as title, count(*)::varchar as new_value
    from cell where is_new is not null group by all
),
reasons as (
    select
        correction.table_name, coalesce(new_key, row_key) as corrected_key,
        if(column_name = key_column(correction.table_name) and new_key is not null, 'renamed', if(column_name is null, 'gone', column_name)) as what,
        string_agg(reason, ' · ' order by stand_date, input_line) as reason
    from correction
    left join given_up_between(before, after) as renamed
        on renamed.table_name = correction.table_name and renamed.old_key = row_key
    where stand_date > before and stand_date <= after
    group by all
),
reporters as (
    select
        reported.table_name, coalesce(new_key, row_key) as reported_key, column_name as reported_column,
        string_agg(distinct coalesce(region.name, reporter_ags), ', ' order by coalesce(region.name, reporter_ags)) as reported_by
    from reported_change as reported
    join stand using (stand_date)
    left join region on region.version_date = stand.version_date and region_ags = reporter_ags
    left join given_up_between(before, after) as renamed
        on renamed.table_name = reported.table_name and renamed.old_key = row_key
    where stand_date > before and stand_date <= after
    group by all
)
select
    list_position(
        ['projekte', 'foerderung', 'meilensteine', 'quellen', 'gemeinden', 'bevoelkerung', 'kennzahlen', 'indikatoren'],
        found.table_name
    ) as position,
    found.* exclude (old_key, new_key, old_cells, new_cells, old_project_id, old_source_id),
    coalesce(own.reason, series.reason) as reason, reported_by
from found
left join reporters on reporters.table_name = found.table_name and reported_key = row_key and change in ('changed', 'new', 'gone')
    and reported_column is not distinct from if(change = 'changed', column_name, null)
left join reasons as own on own.table_name = found.table_name and own.corrected_key = row_key
    and own.what = if(change = 'changed', column_name, change)
-- Of a series of values that is gone a correction names the series.
left join reasons as series on series.table_name = found.table_name and change = 'gone'
    and found.table_name in ('bevoelkerung', 'indikatoren')
    and series.what = 'gone' and series.corrected_key = regexp_replace(row_key, ' / [^/]*$', '');
comment on macro table difference_between is 'Eine Zeile je Zelle, die zwischen zwei Ständen verschieden ist, je neuer oder entfallener Zeile und je geänderter Kennung, mit dem Grund aus den Berichtigungen und der Stelle, die sie gemeldet hat.';

-- One row per project that was or is in the selection, under its id in the second Stand.
create macro selected_between(before, after, municipalities, fields, levels) as table
select project_id from selected_project(after, municipalities, fields, levels, [])
union
select coalesce(new_key, project_id) from selected_project(before, municipalities, fields, levels, [])
left join renamed_between(before, after) on table_name = 'projekte' and old_key = project_id;
comment on macro table selected_between is 'Eine Zeile je Projekt, das in einem der beiden Stände zur Auswahl gehört, mit seiner Kennung im zweiten.';

-- One row per difference that concerns the selection. What belongs to no project does where neither field nor level is
-- chosen; a source does where it is cited for a project of the selection.
create macro selected_difference(before, after, municipalities, fields, levels) as table
with chosen as materialized (
    -- Where nothing is chosen there is nothing to look up.
    from selected_between(before, after, municipalities, fields, levels) where len(municipalities) + len(fields) + len(levels) > 0
),
cited as materialized (
    select source_id from (
        select source_id, project_id, stand_date from project
        union all select source_id, project_id, stand_date from funding
        union all select source_id, project_id, stand_date from milestone
    ) semi join chosen using (project_id)
    where stand_date in (before, after)
    group by source_id
)
select difference.*, coalesce(now.title, was.title) as project_title
from difference_between(before, after) as difference
left join (select project_id, title from project where stand_date = after) as now using (project_id)
left join (select project_id, title from project where stand_date = before) as was using (project_id)
where case
    -- A column that is new is new for all rows.
    when change in ('new_column', 'gone_column') then true
    when project_id is not null then len(municipalities) + len(fields) + len(levels) = 0 or project_id in (from chosen)
    when table_name = 'quellen' then len(municipalities) + len(fields) + len(levels) = 0 or source_id in (from cited)
    else len(fields) + len(levels) = 0
        and (len(municipalities) = 0 or area_ags is null or area_ags = any(municipalities))
end;
comment on macro table selected_difference is 'Eine Zeile je Unterschied zwischen zwei Ständen, der die Auswahl betrifft.';

-- One row per milestone of the selection that is new, gone, reached, dated otherwise, planned for another time or overtaken by
-- its date between two Stände. What was reached tells no move; neither a corrected first plan is one, nor a more
-- precise date within the plan before.
create macro selected_milestone_change(before, after, municipalities, fields, levels) as table
with chosen as materialized (from selected_between(before, after, municipalities, fields, levels)),
renamed as materialized (from renamed_between(before, after)),
was as (
    select
        coalesce(own.new_key, milestone_id) as milestone_id, coalesce(other.new_key, project_id) as project_id,
        milestone_detail.* exclude (milestone_id, project_id)
    from milestone_detail
    left join renamed as own on own.table_name = 'meilensteine' and own.old_key = milestone_id
    left join renamed as other on other.table_name = 'projekte' and other.old_key = project_id
    where stand_date = before
),
now as (from milestone_detail where stand_date = after),
both_stands as (
    select
        case
            when was.state is null then 'new'
            when now.state is null then 'gone'
            when not was.is_reached and now.is_reached then now.state
            when was.is_reached and not now.is_reached then 'reopened'
            when now.is_reached and was.reached is distinct from now.reached then 'redated'
            when now.is_reached or was.planned is not distinct from now.planned
                then if(was.is_reached or was.state = now.state, null, now.state)
            when was.planned is null then 'dated'
            when now.planned is null then 'undated'
            when was.current_planned is not distinct from now.current_planned then 'corrected'
            when now.planned_first_date >= was.planned_first_date and now.planned_last_date <= was.planned_last_date
                then 'refined'
            else 'moved'
        end as change,
        milestone_id, coalesce(now.title, was.title) as title, coalesce(now.project_id, was.project_id) as project_id,
        coalesce(now.project_title, was.project_title) as project_title,
        was.state as old_state, now.state, was.planned as old_planned, now.planned as new_planned,
        coalesce(now.due_first_date, was.due_first_date) as due_first_date,
        was.reached as old_reached, now.reached, coalesce(now.first_planned, was.first_planned) as first_planned, now.delay_days, now.delay_months,
        change = 'moved' and now.planned_first_date > was.planned_last_date as is_later,
        case when change = 'moved' and was.planned_precision = 'day' and now.planned_precision = 'day'
            then date_diff('day', was.planned_last_date, now.planned_last_date) end as shift_days,
        case when change = 'moved' and was.planned_precision in ('day', 'month') and now.planned_precision in ('day', 'month')
            and not (was.planned_precision = 'day' and now.planned_precision = 'day')
            then date_diff('month', was.planned_last_date, now.planned_last_date) end as shift_months,
        coalesce(now.source_id, was.source_id) as source_id, coalesce(now.input_file, was.input_file) as input_file,
        coalesce(now.input_line, was.input_line) as input_line
    from was full join now using (milestone_id)
)
select *
from both_stands semi join chosen using (project_id)
where change is not null;
comment on macro table selected_milestone_change is 'Eine Zeile je Meilenstein der Auswahl, der zwischen zwei Ständen neu, entfallen, erreicht, anders datiert, verschoben, genauer genannt oder von seinem Termin überholt ist.';
