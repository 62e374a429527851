-- Tables, keys and checks. Nothing is derived here; see marts.sql. What the columns of the input tables mean stands in
-- data_dictionary.toml, what all others mean below.
-- Partial dates are kept four times: as written, as first and last day, and as precision.
-- Tables of many rows get their primary keys in keys.sql once they are filled; what their rows refer to says a comment
-- here, and etl/release/verify.py proves it in every build.

create type date_precision as enum ('day', 'month', 'quarter', 'year');

create table release (
    release_id varchar primary key,
    stand_date date not null,
    region_name varchar not null,
    region_ags varchar not null
);

create table dataset (
    dataset_id varchar primary key,
    title varchar not null,
    publisher varchar not null,
    licence varchar not null,
    licence_url varchar,
    url varchar,
    note varchar,
    period_days integer check (period_days > 0),
    as_of_date date,
    input_files varchar[] not null,
    break_years integer[] not null,
    unbroken_indicators varchar[] not null,
    position integer not null
);

create table stand (
    stand_date date primary key,
    version_date date not null check (version_date <= stand_date)
);

create table region (
    version_date date not null,
    region_ags varchar not null,
    name varchar not null,
    region_level varchar not null check (region_level in ('municipality', 'district', 'state', 'country', 'neighbour')),
    outline double[][][],
    geometry geometry,
    primary key (version_date, region_ags)
);

create table municipality (
    version_date date not null,
    municipality_ags varchar not null check (regexp_full_match(municipality_ags, '\d{8}')),
    name varchar not null,
    official_name varchar not null,
    kind varchar not null,
    legal_status varchar,
    area_km2 decimal(8, 2) not null check (area_km2 > 0),
    website_url varchar,
    town_hall varchar,
    latitude double not null check (latitude between 47 and 56),
    longitude double not null check (longitude between 5 and 16),
    geometry geometry not null,
    rings double[][][] not null,
    label_x double not null,
    label_y double not null,
    primary key (version_date, municipality_ags),
    unique (version_date, name),
    foreign key (version_date, municipality_ags) references region (version_date, region_ags)
);

-- (version_date, region_ags) is in region
create table population (
    version_date date not null,
    region_ags varchar not null,
    reference_date date not null,
    population_count integer not null check (population_count >= 0),
    basis varchar not null,
    source_url varchar not null,
    note varchar,
    retrieved_date date,
    input_file varchar not null,
    input_line integer not null,
    primary key (version_date, region_ags, reference_date)
);

create table indicator (
    version_date date not null,
    indicator_id varchar not null,
    topic varchar not null,
    name varchar not null,
    unit varchar not null,
    better varchar not null check (better in ('hoch', 'niedrig', 'neutral')),
    description varchar,
    publisher varchar not null,
    source_url varchar not null,
    dataset_id varchar not null references dataset (dataset_id),
    position integer not null,
    primary key (version_date, indicator_id)
);

-- (version_date, indicator_id) is in indicator, (version_date, region_ags) in region
create table indicator_value (
    version_date date not null,
    indicator_id varchar not null,
    region_ags varchar not null,
    period varchar not null,
    period_first_date date not null,
    period_last_date date not null check (period_last_date >= period_first_date),
    period_precision date_precision not null,
    value double not null check (value >= 0),
    note varchar,
    source_url varchar,
    retrieved_date date,
    input_file varchar not null,
    input_line integer not null
);

-- stand_date is in stand
create table source (
    stand_date date not null,
    source_id varchar not null,
    publisher varchar not null,
    title varchar not null,
    published varchar,
    published_first_date date,
    published_last_date date,
    published_precision date_precision,
    url varchar not null check (regexp_matches(url, '^https?://')),
    input_file varchar not null,
    input_line integer not null
);

create table field_of_action (
    field_of_action_id varchar primary key,
    name varchar not null unique,
    position integer not null
);

-- stand_date is in stand, field_of_action_id in field_of_action, (stand_date, source_id) in source
create table project (
    stand_date date not null,
    project_id varchar not null,
    title varchar not null,
    summary varchar not null,
    lead varchar not null,
    field_of_action_id varchar not null,
    field_assigned_by varchar not null check (field_assigned_by in ('Quelle', 'Redaktion')),
    begin varchar,
    begin_first_date date,
    begin_last_date date,
    begin_precision date_precision,
    "end" varchar,
    end_first_date date,
    end_last_date date,
    end_precision date_precision,
    status varchar,
    status_on varchar,
    status_on_first_date date,
    status_on_last_date date,
    status_on_precision date_precision,
    source_id varchar not null,
    responsible varchar,
    decision_url varchar check (regexp_matches(decision_url, '^https?://')),
    input_file varchar not null,
    input_line integer not null,
    check (end_last_date >= begin_first_date)
);

-- (stand_date, project_id) is in project
create table project_municipality (
    stand_date date not null,
    project_id varchar not null,
    area_ags varchar not null
);

-- (stand_date, project_id) is in project, (stand_date, source_id) in source
create table funding (
    stand_date date not null,
    funding_id varchar not null,
    project_id varchar not null,
    recipient varchar not null,
    recipient_ags varchar,
    funder varchar,
    funder_level varchar not null check (funder_level in ('EU', 'Bund', 'Bund und Land', 'Land', 'Kreis', 'Kommune', 'Privat')),
    programme varchar,
    kind varchar not null check (kind in ('Zuwendung', 'Eigenanteil', 'Investition', 'Gesamtvolumen')),
    amount_eur decimal(14, 2) not null check (amount_eur >= 0),
    counting varchar not null check (counting in ('zählt', 'Gesamtangabe', 'Teilbetrag', 'Budgetrahmen', 'überholt', 'beantragt', 'widersprüchlich')),
    approved varchar,
    approved_first_date date,
    approved_last_date date,
    approved_precision date_precision,
    note varchar,
    source_id varchar not null,
    paid_out_eur decimal(14, 2) check (paid_out_eur >= 0),
    paid_out_on varchar,
    paid_out_on_first_date date,
    paid_out_on_last_date date,
    paid_out_on_precision date_precision,
    input_file varchar not null,
    input_line integer not null
);

create table given_name (
    column_name varchar not null check (column_name in ('funder', 'programme')),
    spelling varchar not null,
    name varchar not null,
    addition varchar,
    primary key (column_name, spelling)
);

-- (stand_date, project_id) is in project, (stand_date, source_id) in source
create table milestone (
    stand_date date not null,
    milestone_id varchar not null,
    project_id varchar not null,
    title varchar not null,
    first_planned varchar,
    first_planned_first_date date,
    first_planned_last_date date,
    first_planned_precision date_precision,
    current_planned varchar,
    current_planned_first_date date,
    current_planned_last_date date,
    current_planned_precision date_precision,
    reached varchar,
    reached_first_date date,
    reached_last_date date,
    reached_precision date_precision,
    status varchar not null check (status in ('erreicht', 'geplant', 'verzögert', 'unbekannt')),
    source_id varchar not null,
    kind varchar check (kind in ('Ergebnis', 'Beschluss', 'Bewilligung', 'Beginn', 'Ereignis', 'Rückschlag')),
    shift_reason varchar check (shift_reason in ('Tiefbau', 'Vergabe', 'Personal', 'Förderung', 'Genehmigung', 'Dritte', 'Sonstiges')),
    shift_note varchar,
    input_file varchar not null,
    input_line integer not null
);

create table correction (
    stand_date date not null references stand (stand_date),
    table_name varchar not null,
    row_key varchar not null,
    column_name varchar,
    old_value varchar,
    new_value varchar,
    reason varchar not null,
    corrected_date date not null,
    input_file varchar not null,
    input_line integer not null,
    primary key (input_file, input_line)
);

create table reported_change (
    stand_date date not null references stand (stand_date),
    table_name varchar not null check (table_name in ('projekte', 'foerderung', 'meilensteine', 'quellen')),
    row_key varchar not null,
    column_name varchar,
    reporter_ags varchar not null,
    input_file varchar not null,
    input_line integer not null,
    primary key (input_file, input_line)
);

create table input_column (
    input_table varchar not null,
    header varchar not null,
    column_name varchar not null,
    position integer not null,
    in_charts boolean not null,
    primary key (input_table, header)
);

create table absent_column (
    stand_date date not null,
    table_name varchar not null,
    header varchar not null,
    primary key (stand_date, table_name, header)
);

create table rejected (
    input_file varchar not null,
    input_line integer not null,
    reason varchar not null,
    row_text varchar not null,
    primary key (input_file, input_line)
);

create table derivation (
    derived_name varchar primary key,
    derived_kind varchar not null,
    statement varchar not null
);

comment on table release is 'Eine Zeile: die Veröffentlichung, aus der alle Zahlen stammen.';
comment on column release.release_id is 'Kennung der Veröffentlichung: die ersten 12 Stellen einer SHA-256-Prüfsumme über alle Eingaben und Regeln. Gleiche Eingaben ergeben die gleiche Kennung.';
comment on column release.stand_date is 'Jüngster Stand der Tabellen der Projektleitstelle.';
comment on column release.region_name is 'Name der Region.';
comment on column release.region_ags is 'Amtlicher Schlüssel des Kreises, fünf Stellen.';

comment on table dataset is 'Eine Zeile je Datenquelle mit Lizenz und Rhythmus.';
comment on column dataset.dataset_id is 'Kurzname der Datenquelle.';
comment on column dataset.title is 'Titel der Datenquelle.';
comment on column dataset.publisher is 'Wer die Daten herausgibt.';
comment on column dataset.licence is 'Lizenz, unter der die Daten genutzt werden.';
comment on column dataset.licence_url is 'Adresse des Lizenztextes.';
comment on column dataset.url is 'Adresse der Daten.';
comment on column dataset.note is 'Vorgeschriebener oder empfohlener Quellenvermerk.';
comment on column dataset.period_days is 'Tage, nach denen neue Daten zu erwarten sind. Leer: kein fester Rhythmus.';
comment on column dataset.as_of_date is 'Tag, für den die Daten gelten, wenn sie selbst keine Tage nennen.';
comment on column dataset.input_files is 'Dateien, in denen die Daten stehen.';
comment on column dataset.break_years is 'Jahre, in denen sich die Erhebungsmethode geändert hat.';
comment on column dataset.unbroken_indicators is 'Indikatoren, für die das nicht gilt, weil sie rückwirkend nach einer Methode gezählt sind.';
comment on column dataset.position is 'Reihenfolge in Listen.';

comment on table region is 'Eine Zeile je Gebiet: Kommunen, Kreis und Vergleichsgebiete.';
comment on column region.version_date is 'Erster Stand, in dem diese Fassung der Vergleichstabellen gilt.';
comment on column region.region_ags is 'Amtlicher Schlüssel als Text: acht Stellen Kommune, fünf Kreis, zwei Land; DG für Deutschland.';
comment on column region.name is 'Name des Gebiets.';
comment on column region.region_level is 'Ebene des Gebiets.';
comment on column region.outline is 'Umriss des Kreises als Ringe in EPSG:25832, in Metern.';
comment on column region.geometry is 'Grenze des Kreises in EPSG:4326, generalisiert; die der Kommunen steht in „municipality“.';

comment on table municipality is 'Eine Zeile je Kommune der Region.';
comment on column municipality.version_date is 'Erster Stand, in dem diese Fassung der Vergleichstabellen gilt.';
comment on column municipality.geometry is 'Gemeindegrenze in EPSG:4326, generalisiert.';
comment on column municipality.rings is 'Gemeindegrenze als Ringe in EPSG:25832, in Metern: die Zeichenform der Karte.';
comment on column municipality.label_x is 'Rechtswert der Beschriftung in EPSG:25832, in Metern.';
comment on column municipality.label_y is 'Hochwert der Beschriftung in EPSG:25832, in Metern.';

comment on table population is 'Eine Zeile je Gebiet und Stichtag.';
comment on column population.version_date is 'Erster Stand, in dem diese Fassung der Vergleichstabellen gilt.';
comment on column population.input_file is 'Datei, aus der die Zeile stammt.';
comment on column population.input_line is 'Zeilennummer in dieser Datei.';

comment on table indicator is 'Eine Zeile je Indikator.';
comment on column indicator.version_date is 'Erster Stand, in dem diese Fassung der Vergleichstabellen gilt.';
comment on column indicator.dataset_id is 'Datenquelle, zu der der Indikator gehört.';
comment on column indicator.position is 'Reihenfolge in der Auswahl.';

comment on table indicator_value is 'Eine Zeile je Indikator, Gebiet und Zeitpunkt.';
comment on column indicator_value.version_date is 'Erster Stand, in dem diese Fassung der Vergleichstabellen gilt.';
comment on column indicator_value.input_file is 'Datei, aus der die Zeile stammt.';
comment on column indicator_value.input_line is 'Zeilennummer in dieser Datei.';

comment on table stand is 'Eine Zeile je Stand: der Zustand der Tabellen der Projektleitstelle an einem Tag.';
comment on column stand.version_date is 'Fassung der Vergleichstabellen, die dieser Stand zeigt: der Stand, seit dem sie gilt.';
comment on column stand.stand_date is 'Tag des Standes. Ob etwas läuft, erreicht oder überfällig ist, entscheidet dieser Tag, nie der heutige.';

comment on table source is 'Eine Zeile je Stand und Fundstelle: Pressemitteilung, Ratsvorlage, Bericht.';
comment on column source.stand_date is 'Stand der Zeile.';
comment on column source.input_file is 'Datei, aus der die Zeile stammt.';
comment on column source.input_line is 'Zeilennummer in dieser Datei.';

comment on table field_of_action is 'Eine Zeile je Handlungsfeld.';
comment on column field_of_action.field_of_action_id is 'Kurzname des Handlungsfeldes.';
comment on column field_of_action.name is 'Name des Handlungsfeldes.';
comment on column field_of_action.position is 'Reihenfolge in Listen.';

comment on table project is 'Eine Zeile je Stand und Projekt.';
comment on column project.stand_date is 'Stand der Zeile.';
comment on column project.input_file is 'Datei, aus der die Zeile stammt.';
comment on column project.input_line is 'Zeilennummer in dieser Datei.';

comment on table project_municipality is 'Eine Zeile je Stand, Projekt und beteiligtem Gebiet.';
comment on column project_municipality.stand_date is 'Stand der Zeile.';
comment on column project_municipality.project_id is 'Projekt.';

comment on table funding is 'Eine Zeile je Stand und Betrag, den eine Quelle nennt.';
comment on column funding.stand_date is 'Stand der Zeile.';
comment on column funding.input_file is 'Datei, aus der die Zeile stammt.';
comment on column funding.input_line is 'Zeilennummer in dieser Datei.';

comment on table given_name is 'Eine Zeile je Schreibweise eines Geldgebers oder Programms: unter welchem Namen sie zählt.';
comment on column given_name.column_name is 'Spalte, in der die Schreibweise steht: „funder“ (Geldgeber) oder „programme“ (Programm).';
comment on column given_name.spelling is 'Schreibweise der Quelle.';
comment on column given_name.name is 'Name, unter dem sie in jeder Summe zählt.';
comment on column given_name.addition is 'Was die Schreibweise außer dem Namen sagt, etwa das Ressort.';

comment on table milestone is 'Eine Zeile je Stand und Meilenstein.';
comment on column milestone.stand_date is 'Stand der Zeile.';
comment on column milestone.input_file is 'Datei, aus der die Zeile stammt.';
comment on column milestone.input_line is 'Zeilennummer in dieser Datei.';

comment on table correction is 'Eine Zeile je Berichtigung: was zwischen zwei Ständen mit Absicht geändert wurde, und warum.';
comment on column correction.stand_date is 'Stand, seit dem die Berichtigung gilt.';
comment on column correction.input_file is 'Datei, aus der die Zeile stammt.';
comment on column correction.input_line is 'Zeilennummer in dieser Datei.';

comment on table reported_change is 'Eine Zeile je Änderung, von der bekannt ist, welche Kommune sie gemeldet hat.';
comment on column reported_change.stand_date is 'Stand, seit dem die Änderung gilt.';
comment on column reported_change.input_file is 'Datei, aus der die Zeile stammt.';
comment on column reported_change.input_line is 'Zeilennummer in dieser Datei.';

comment on table absent_column is 'Eine Zeile je Stand und Spalte, die fehlen darf und in seiner Datei fehlt oder in jeder Zeile leer ist.';
comment on column absent_column.stand_date is 'Stand der Datei.';
comment on column absent_column.table_name is 'Eingabetabelle.';
comment on column absent_column.header is 'Überschrift der Spalte in der Datei.';

comment on table rejected is 'Eine Zeile je Eingabezeile, die nicht geladen wurde, mit dem Grund.';
comment on column rejected.input_file is 'Datei.';
comment on column rejected.input_line is 'Zeilennummer in dieser Datei.';
comment on column rejected.reason is 'Warum die Zeile nicht geladen wurde.';
comment on column rejected.row_text is 'Die Zeile, wie sie in der Datei steht.';

comment on table derivation is 'Eine Zeile je abgeleiteter Tabelle, Ansicht und Regel: die Anweisung in SQL, die sie macht.';
comment on column derivation.derived_name is 'Name der Tabelle, der Ansicht oder der Regel.';
comment on column derivation.derived_kind is 'Was es ist: „table“ (Tabelle), „view“ (Ansicht) oder „macro“ (Regel).';
comment on column derivation.statement is 'Die Anweisung in SQL, mit ihren Anmerkungen auf Englisch.';

comment on table input_column is 'Eine Zeile je Spalte der Eingabetabellen.';
comment on column input_column.input_table is 'Eingabetabelle.';
comment on column input_column.header is 'Überschrift der Spalte in der Datei.';
comment on column input_column.column_name is 'Name der Spalte in der Veröffentlichung.';
comment on column input_column.position is 'Reihenfolge in der Datei.';
comment on column input_column.in_charts is 'Ob Diagramme sie zeigen können.';
