-- Tables, keys, checks and the data dictionary. Nothing is derived here; see marts.sql.
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
    input_file varchar not null,
    input_line integer not null
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

create table rejected (
    input_file varchar not null,
    input_line integer not null,
    reason varchar not null,
    row_text varchar not null,
    primary key (input_file, input_line)
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
comment on column dataset.position is 'Reihenfolge in Listen.';

comment on table region is 'Eine Zeile je Gebiet: Kommunen, Kreis und Vergleichsgebiete.';
comment on column region.version_date is 'Erster Stand, in dem diese Fassung der Vergleichstabellen gilt.';
comment on column region.region_ags is 'Amtlicher Schlüssel als Text: acht Stellen Kommune, fünf Kreis, zwei Land; DG für Deutschland.';
comment on column region.name is 'Name des Gebiets.';
comment on column region.region_level is 'Ebene des Gebiets.';
comment on column region.outline is 'Umriss des Kreises als Ringe in EPSG:25832, in Metern.';

comment on table municipality is 'Eine Zeile je Kommune der Region.';
comment on column municipality.version_date is 'Erster Stand, in dem diese Fassung der Vergleichstabellen gilt.';
comment on column municipality.municipality_ags is 'Amtlicher Gemeindeschlüssel, acht Stellen.';
comment on column municipality.name is 'Gebräuchlicher Name.';
comment on column municipality.official_name is 'Amtliche Bezeichnung.';
comment on column municipality.kind is 'Stadt oder Gemeinde.';
comment on column municipality.legal_status is 'Rechtsstellung innerhalb des Kreises.';
comment on column municipality.area_km2 is 'Amtliche Fläche in Quadratkilometern.';
comment on column municipality.website_url is 'Adresse der Webseite.';
comment on column municipality.town_hall is 'Anschrift des Rathauses.';
comment on column municipality.latitude is 'Geografische Breite der Ortsmitte in Grad, teils nur auf die Bogenminute genau.';
comment on column municipality.longitude is 'Geografische Länge der Ortsmitte in Grad, teils nur auf die Bogenminute genau.';
comment on column municipality.geometry is 'Gemeindegrenze in EPSG:4326, generalisiert.';
comment on column municipality.rings is 'Gemeindegrenze als Ringe in EPSG:25832, in Metern: die Zeichenform der Karte.';
comment on column municipality.label_x is 'Rechtswert der Beschriftung in EPSG:25832, in Metern.';
comment on column municipality.label_y is 'Hochwert der Beschriftung in EPSG:25832, in Metern.';

comment on table population is 'Eine Zeile je Gebiet und Stichtag.';
comment on column population.version_date is 'Erster Stand, in dem diese Fassung der Vergleichstabellen gilt.';
comment on column population.region_ags is 'Gebiet.';
comment on column population.reference_date is 'Stichtag.';
comment on column population.population_count is 'Einwohnerinnen und Einwohner am Stichtag.';
comment on column population.basis is 'Zählung, auf der die Fortschreibung beruht. Werte verschiedener Zählungen sind nicht vergleichbar.';
comment on column population.source_url is 'Fundstelle.';
comment on column population.note is 'Anmerkung zur Zeile.';
comment on column population.retrieved_date is 'Tag, an dem der Wert aus der amtlichen Datei übernommen wurde; leer, wenn nicht vermerkt.';
comment on column population.input_file is 'Datei, aus der die Zeile stammt.';
comment on column population.input_line is 'Zeilennummer in dieser Datei.';

comment on table indicator is 'Eine Zeile je Indikator.';
comment on column indicator.version_date is 'Erster Stand, in dem diese Fassung der Vergleichstabellen gilt.';
comment on column indicator.indicator_id is 'Kurzname des Indikators.';
comment on column indicator.topic is 'Thema, nach dem die Auswahl gegliedert ist.';
comment on column indicator.name is 'Name des Indikators.';
comment on column indicator.unit is 'Einheit und Bezugsgröße.';
comment on column indicator.better is 'Ob ein hoher oder ein niedriger Wert besser ist.';
comment on column indicator.description is 'Was gemessen wird.';
comment on column indicator.publisher is 'Wer die Werte herausgibt.';
comment on column indicator.source_url is 'Fundstelle.';
comment on column indicator.dataset_id is 'Datenquelle, zu der der Indikator gehört.';
comment on column indicator.position is 'Reihenfolge in der Auswahl.';

comment on table indicator_value is 'Eine Zeile je Indikator, Gebiet und Zeitpunkt.';
comment on column indicator_value.version_date is 'Erster Stand, in dem diese Fassung der Vergleichstabellen gilt.';
comment on column indicator_value.indicator_id is 'Indikator.';
comment on column indicator_value.region_ags is 'Gebiet.';
comment on column indicator_value.period is 'Zeitpunkt, so genau wie in der Quelle.';
comment on column indicator_value.period_first_date is 'Erster Tag des Zeitpunkts.';
comment on column indicator_value.period_last_date is 'Letzter Tag des Zeitpunkts.';
comment on column indicator_value.period_precision is 'Genauigkeit des Zeitpunkts.';
comment on column indicator_value.value is 'Wert in der Einheit des Indikators.';
comment on column indicator_value.note is 'Anmerkung zum Wert.';
comment on column indicator_value.source_url is 'Fundstelle des Werts; leer, wenn die des Indikators gilt.';
comment on column indicator_value.retrieved_date is 'Tag, an dem der Wert aus der amtlichen Datei übernommen wurde; leer, wenn nicht vermerkt.';
comment on column indicator_value.input_file is 'Datei, aus der die Zeile stammt.';
comment on column indicator_value.input_line is 'Zeilennummer in dieser Datei.';

comment on table stand is 'Eine Zeile je Stand: der Zustand der Tabellen der Projektleitstelle an einem Tag.';
comment on column stand.version_date is 'Fassung der Vergleichstabellen, die dieser Stand zeigt: der Stand, seit dem sie gilt.';
comment on column stand.stand_date is 'Tag des Standes. Ob etwas läuft, erreicht oder überfällig ist, entscheidet dieser Tag, nie der heutige.';

comment on table source is 'Eine Zeile je Stand und Fundstelle: Pressemitteilung, Ratsvorlage, Bericht.';
comment on column source.stand_date is 'Stand der Zeile.';
comment on column source.source_id is 'Kennung der Fundstelle.';
comment on column source.publisher is 'Herausgeber.';
comment on column source.title is 'Titel.';
comment on column source.published is 'Datum der Veröffentlichung, so genau wie angegeben.';
comment on column source.published_first_date is 'Erster Tag der Veröffentlichungsangabe.';
comment on column source.published_last_date is 'Letzter Tag der Veröffentlichungsangabe.';
comment on column source.published_precision is 'Genauigkeit der Veröffentlichungsangabe.';
comment on column source.url is 'Adresse der Fundstelle.';
comment on column source.input_file is 'Datei, aus der die Zeile stammt.';
comment on column source.input_line is 'Zeilennummer in dieser Datei.';

comment on table field_of_action is 'Eine Zeile je Handlungsfeld.';
comment on column field_of_action.field_of_action_id is 'Kurzname des Handlungsfeldes.';
comment on column field_of_action.name is 'Name des Handlungsfeldes.';
comment on column field_of_action.position is 'Reihenfolge in Listen.';

comment on table project is 'Eine Zeile je Stand und Projekt.';
comment on column project.stand_date is 'Stand der Zeile.';
comment on column project.project_id is 'Kennung des Projekts; sie ändert sich nie.';
comment on column project.title is 'Titel des Projekts.';
comment on column project.summary is 'Kurzbeschreibung in eigenen Worten.';
comment on column project.lead is 'Wer das Projekt federführend betreibt.';
comment on column project.field_of_action_id is 'Handlungsfeld des Projekts.';
comment on column project.field_assigned_by is 'Wer das Handlungsfeld bestimmt hat: die Quelle selbst oder unsere Redaktion.';
comment on column project.begin is 'Beginn, so genau wie in der Quelle.';
comment on column project.begin_first_date is 'Erster möglicher Tag des Beginns.';
comment on column project.begin_last_date is 'Letzter möglicher Tag des Beginns.';
comment on column project.begin_precision is 'Genauigkeit des Beginns.';
comment on column project."end" is 'Ende, so genau wie in der Quelle.';
comment on column project.end_first_date is 'Erster möglicher Tag des Endes.';
comment on column project.end_last_date is 'Letzter möglicher Tag des Endes.';
comment on column project.end_precision is 'Genauigkeit des Endes.';
comment on column project.status is 'Sachstand mit den Worten der Quelle.';
comment on column project.status_on is 'Tag, an dem die Quelle den Sachstand nennt.';
comment on column project.status_on_first_date is 'Erster möglicher Tag des Sachstands.';
comment on column project.status_on_last_date is 'Letzter möglicher Tag des Sachstands.';
comment on column project.status_on_precision is 'Genauigkeit des Tages des Sachstands.';
comment on column project.source_id is 'Fundstelle.';
comment on column project.input_file is 'Datei, aus der die Zeile stammt.';
comment on column project.input_line is 'Zeilennummer in dieser Datei.';

comment on table project_municipality is 'Eine Zeile je Stand, Projekt und beteiligtem Gebiet.';
comment on column project_municipality.stand_date is 'Stand der Zeile.';
comment on column project_municipality.project_id is 'Projekt.';
comment on column project_municipality.area_ags is 'Beteiligte Kommune (acht Stellen) oder der ganze Kreis (fünf Stellen); auch Gebiete außerhalb des Kreises.';

comment on table funding is 'Eine Zeile je Stand und Betrag, den eine Quelle nennt.';
comment on column funding.stand_date is 'Stand der Zeile.';
comment on column funding.funding_id is 'Kennung des Betrags; sie ändert sich nie.';
comment on column funding.project_id is 'Projekt, dem der Betrag gilt.';
comment on column funding.recipient is 'Wer das Geld erhält oder einsetzt.';
comment on column funding.recipient_ags is 'Sitz des Empfängers als amtlicher Schlüssel. Für die Zuordnung zählen die Kommunen des Projekts, nicht der Sitz.';
comment on column funding.funder is 'Wer das Geld gibt.';
comment on column funding.funder_level is 'Ebene des Geldgebers.';
comment on column funding.programme is 'Förderprogramm.';
comment on column funding.kind is 'Art: Zuwendung, Eigenanteil, Investition (eigenwirtschaftlich) oder Gesamtvolumen. Arten werden nie miteinander addiert.';
comment on column funding.amount_eur is 'Betrag in Euro, so genau wie in der Quelle.';
comment on column funding.counting is 'Zählweise: Nur „zählt“ geht in eine Summe ein.';
comment on column funding.approved is 'Tag der Bewilligung, so genau wie in der Quelle.';
comment on column funding.approved_first_date is 'Erster möglicher Tag der Bewilligung.';
comment on column funding.approved_last_date is 'Letzter möglicher Tag der Bewilligung.';
comment on column funding.approved_precision is 'Genauigkeit der Bewilligung.';
comment on column funding.note is 'Anmerkung zum Betrag, etwa „rund“.';
comment on column funding.source_id is 'Fundstelle.';
comment on column funding.input_file is 'Datei, aus der die Zeile stammt.';
comment on column funding.input_line is 'Zeilennummer in dieser Datei.';

comment on table milestone is 'Eine Zeile je Stand und Meilenstein.';
comment on column milestone.stand_date is 'Stand der Zeile.';
comment on column milestone.milestone_id is 'Kennung des Meilensteins; sie ändert sich nie.';
comment on column milestone.project_id is 'Projekt.';
comment on column milestone.title is 'Was erreicht werden soll.';
comment on column milestone.first_planned is 'Erste Planung; sie wird nie geändert.';
comment on column milestone.first_planned_first_date is 'Erster möglicher Tag der ersten Planung.';
comment on column milestone.first_planned_last_date is 'Letzter möglicher Tag der ersten Planung.';
comment on column milestone.first_planned_precision is 'Genauigkeit der ersten Planung.';
comment on column milestone.current_planned is 'Aktuelle Planung, wenn sie von der ersten abweicht.';
comment on column milestone.current_planned_first_date is 'Erster möglicher Tag der aktuellen Planung.';
comment on column milestone.current_planned_last_date is 'Letzter möglicher Tag der aktuellen Planung.';
comment on column milestone.current_planned_precision is 'Genauigkeit der aktuellen Planung.';
comment on column milestone.reached is 'Wann erreicht, so genau wie in der Quelle. Manche erreichten Meilensteine haben kein Datum.';
comment on column milestone.reached_first_date is 'Erster möglicher Tag des Erreichens.';
comment on column milestone.reached_last_date is 'Letzter möglicher Tag des Erreichens.';
comment on column milestone.reached_precision is 'Genauigkeit des Erreichens.';
comment on column milestone.status is 'Status mit dem Wort der Quelle: erreicht, geplant, verzögert oder unbekannt.';
comment on column milestone.source_id is 'Fundstelle.';
comment on column milestone.input_file is 'Datei, aus der die Zeile stammt.';
comment on column milestone.input_line is 'Zeilennummer in dieser Datei.';

comment on table correction is 'Eine Zeile je Berichtigung: was zwischen zwei Ständen mit Absicht geändert wurde, und warum.';
comment on column correction.stand_date is 'Stand, seit dem die Berichtigung gilt.';
comment on column correction.table_name is 'Berichtigte Tabelle.';
comment on column correction.row_key is 'Kennung der berichtigten Zeile.';
comment on column correction.column_name is 'Berichtigte Spalte; leer, wenn die ganze Zeile entfallen ist.';
comment on column correction.old_value is 'Was vorher dort stand.';
comment on column correction.new_value is 'Was jetzt dort steht.';
comment on column correction.reason is 'Warum berichtigt wurde.';
comment on column correction.corrected_date is 'Tag der Berichtigung.';
comment on column correction.input_file is 'Datei, aus der die Zeile stammt.';
comment on column correction.input_line is 'Zeilennummer in dieser Datei.';

comment on table rejected is 'Eine Zeile je Eingabezeile, die nicht geladen wurde, mit dem Grund.';
comment on column rejected.input_file is 'Datei.';
comment on column rejected.input_line is 'Zeilennummer in dieser Datei.';
comment on column rejected.reason is 'Warum die Zeile nicht geladen wurde.';
comment on column rejected.row_text is 'Die Zeile, wie sie in der Datei steht.';
