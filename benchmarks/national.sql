-- The office's tables of one Stand, and the figures; every cell follows from the number of its row.
-- Numbers are spread by a square modulo a prime: the same on every machine and in every version of DuckDB.
create macro spread(i, salt) as
    ((((i * 69621 + salt * 104729 + 7919) % 2147483647) * ((i * 69621 + salt * 104729 + 7919) % 2147483647)) % 2147483647 * 48271) % 2147483647;
create macro chance(i, salt, percent) as spread(i, salt) % 100 < percent;
create macro municipality(n) as '99' || lpad((1 + n)::varchar, 6, '0');
create macro is_dated(i, salt) as chance(i, salt, 70);

-- A day as sources write it: to the day, the month, the quarter or the year.
create macro written(day, i) as
    case
        when spread(i, 91) % 10 < 4 then strftime(day, '%Y-%m-%d')
        when spread(i, 91) % 10 < 7 then strftime(day, '%Y-%m')
        when spread(i, 91) % 10 < 9 then year(day) || '-Q' || quarter(day)
        else year(day)::varchar
    end;

-- 88 of 100 projects belong to one municipality, 10 to several, 2 to all.
create macro project_areas(i) as
    case
        when spread(i, 1) % 100 < 2 then '99'
        when spread(i, 1) % 100 < 12 then array_to_string(
            list_transform(range(2 + spread(i, 2) % 7), lambda n: municipality((spread(i, 3) + n) % getvariable('municipalities'))), ' ')
        else municipality(spread(i, 3) % getvariable('municipalities'))
    end;
create macro project_begin(i) as date '2016-01-01' + (spread(i, 6) % 3600)::int;

create macro source_rows(amount) as table
select
    'q-' || lpad(i::varchar, 7, '0') as "Quelle-ID",
    'Herausgeber ' || lpad((spread(i, 41) % 900)::varchar, 3, '0') as "Herausgeber",
    'Mitteilung ' || i || ', Vorlage „' || spread(i, 42) % 10000 || '“ zum Stand der Arbeiten' as "Titel",
    if(is_dated(i, 43), written(date '2018-01-01' + (spread(i, 44) % 2300)::int, i), null) as "Veröffentlicht",
    'https://fundstelle.example/vorlage/' || i || '?teil=' || spread(i, 45) % 40 as "URL"
from range(amount) as numbers (i);

create macro project_rows(amount) as table
select
    'p-' || lpad(i::varchar, 7, '0') as "Projekt-ID",
    'Vorhaben ' || i || ': Dienste und Netze' as "Titel",
    'Das Vorhaben führt ' || spread(i, 4) % 90 || ' Dienste ein, prüft ihren Nutzen und gibt die Ergebnisse an die beteiligten Kommunen weiter.' as "Kurzbeschreibung",
    'Gemeinde ' || lpad((1 + spread(i, 3) % getvariable('municipalities'))::varchar, 5, '0') as "Federführung",
    project_areas(i) as "Kommunen (AGS)",
    list_extract(getvariable('fields'), 1 + spread(i, 5) % len(getvariable('fields'))) as "Handlungsfeld",
    if(chance(i, 7, 60), 'Quelle', 'Redaktion') as "Handlungsfeld von",
    if(is_dated(i, 8), written(project_begin(i), i), null) as "Beginn",
    if(is_dated(i, 9), written(project_begin(i) + 400 + (spread(i, 10) % 1500)::int, i), null) as "Ende",
    if(chance(i, 11, 40), 'Umsetzung in Abschnitt ' || 1 + spread(i, 12) % 9, null) as "Status laut Quelle",
    if(chance(i, 11, 40), strftime(project_begin(i) + 100, '%Y-%m-%d'), null) as "Status vom",
    'q-' || lpad((spread(i, 13) % getvariable('first_sources'))::varchar, 7, '0') as "Quelle-ID"
from range(amount) as numbers (i);

create macro funding_rows(amount, projects, rows_of_all) as table
select
    'f-' || lpad(i::varchar, 7, '0') as "Förder-ID",
    'p-' || lpad((i * projects // rows_of_all)::varchar, 7, '0') as "Projekt-ID",
    'Gemeinde ' || lpad((1 + spread(i * projects // rows_of_all, 3) % getvariable('municipalities'))::varchar, 5, '0') as "Empfänger",
    if(chance(i, 21, 80), municipality(spread(i * projects // rows_of_all, 3) % getvariable('municipalities')), null) as "Empfänger-AGS",
    if(chance(i, 22, 90), 'Fördergeber ' || lpad((spread(i, 23) % 60)::varchar, 2, '0'), null) as "Fördergeber",
    list_extract(['EU', 'Bund', 'Bund und Land', 'Land', 'Kreis', 'Kommune', 'Privat'], 1 + spread(i, 24) % 7) as "Ebene",
    if(chance(i, 25, 85), 'Programm ' || lpad((spread(i, 26) % 200)::varchar, 3, '0'), null) as "Programm",
    list_extract(['Zuwendung', 'Zuwendung', 'Zuwendung', 'Eigenanteil', 'Investition', 'Gesamtvolumen'], 1 + spread(i, 27) % 6) as "Art",
    case spread(i, 28) % 3
        when 0 then (1000 * (1 + spread(i, 29) % 2000))::varchar
        when 1 then (spread(i, 29) % 3000000) || '.' || lpad((spread(i, 30) % 100)::varchar, 2, '0')
        else (spread(i, 29) % 300000) || '.' || spread(i, 30) % 10
    end as "Betrag (EUR)",
    list_extract(['zählt', 'zählt', 'zählt', 'zählt', 'zählt', 'zählt', 'zählt', 'Gesamtangabe', 'Teilbetrag', 'Budgetrahmen', 'überholt', 'beantragt', 'widersprüchlich'],
        1 + spread(i, 31) % 13) as "Zählweise",
    if(is_dated(i, 32), written(date '2016-01-01' + (spread(i, 33) % 3200)::int, i), null) as "Bewilligt",
    if(chance(i, 34, 30), 'rund; Angabe „' || spread(i, 35) % 500 || '“, gerundet', null) as "Anmerkung",
    'q-' || lpad((spread(i, 36) % getvariable('first_sources'))::varchar, 7, '0') as "Quelle-ID"
from range(amount) as numbers (i);

-- First plans never change; a third is planned anew in one of the Stände and stays so.
create macro milestone_rows(amount, projects, rows_of_all, stand_number, stand_date) as table
with step as (
    select
        i,
        i * projects // rows_of_all as project,
        date '2018-01-01' + (spread(i, 51) % 4000)::int as first_plan,
        if(chance(i, 52, 33) and spread(i, 53) % 5 <= stand_number, 30 + (spread(i, 54) % 500)::int, 0) as moved
    from range(amount) as numbers (i)
),
plan as (select *, first_plan + moved as planned, chance(i, 55, 75) and first_plan + moved < stand_date as is_reached from step)
select
    'm-' || lpad(i::varchar, 7, '0') as "Meilenstein-ID",
    'p-' || lpad(project::varchar, 7, '0') as "Projekt-ID",
    'Schritt ' || i || ': ' || list_extract(['Konzept liegt vor', 'Auftrag ist erteilt', 'Betrieb beginnt', 'Bericht ist veröffentlicht'], 1 + spread(i, 56) % 4) as "Meilenstein",
    if(chance(i, 57, 90), written(first_plan, i), null) as "Erstplanung",
    if(moved > 0, written(planned, i), null) as "Aktuelle Planung",
    if(is_reached and chance(i, 58, 80), strftime(planned, '%Y-%m-%d'), null) as "Erreicht",
    case when is_reached then 'erreicht' when moved > 0 then 'verzögert' when chance(i, 59, 80) then 'geplant' else 'unbekannt' end as "Status laut Quelle",
    'q-' || lpad((spread(i, 60) % getvariable('first_sources'))::varchar, 7, '0') as "Quelle-ID"
from plan;

create macro indicator_rows() as table
select
    'kennzahl_' || lpad(k::varchar, 2, '0') || '_pct' as "Kennzahl-ID",
    if(n < 0, '99', municipality(n)) as "AGS",
    period as "Zeitpunkt",
    least(100, (spread(n + 1, 70 + k) % 8000) / 100 + 10 * position)::decimal(5, 2)::varchar as "Wert",
    null as "Anmerkung"
from range(10) as indicators (k), range(-1, getvariable('municipalities')) as places (n),
    (values ('2022-12', 0), ('2023-12', 1), ('2024-12', 2)) as periods (period, position);

create macro indicators() as table
select
    'kennzahl_' || lpad(k::varchar, 2, '0') || '_pct' as "Kennzahl-ID",
    'Thema ' || 1 + k // 4 as "Thema",
    'Anteil ' || 1 + k as "Name",
    '% der Haushalte' as "Einheit",
    'hoch' as "Besser ist",
    null as "Beschreibung",
    'Messstelle' as "Herausgeber",
    'https://messstelle.example/' || k as "Quelle (URL)"
from range(10) as indicators (k);

create macro municipality_rows() as table
select
    municipality(n) as "AGS",
    'Gemeinde ' || lpad((1 + n)::varchar, 5, '0') as "Name",
    'Gemeinde ' || lpad((1 + n)::varchar, 5, '0') as "Amtliche Bezeichnung",
    'Gemeinde' as "Art",
    null as "Rechtsstellung",
    printf('%.2f', area) as "Fläche (km²)",
    null as "Webseite",
    null as "Rathaus",
    y as "Breite",
    x as "Länge"
from place
order by n;

create macro population_rows() as table
select
    if(n < 0, '99', municipality(n)) as "AGS",
    day as "Stichtag",
    if(n < 0, 80000000, 300 + spread(n, 81) % 14000) as "Einwohner",
    'Zensus 2022 Fortschreibung' as "Basis",
    'https://messstelle.example/bevoelkerung' as "Quelle (URL)",
    null as "Anmerkung"
from range(-1, getvariable('municipalities')) as places (n), (values ('2022-12-31'), ('2023-12-31')) as days (day);
