"""Which columns a table shows, in which order, where it is not simply those of its question in app/data/sql."""

from data_dictionary import TABLES

KEYS = (
    *("project_id", "milestone_id", "funding_id", "subject_id", "municipality_ags", "region_ags", "area_ags"),
    *("indicator_id", "source_id", "dataset_id", "partner_ags"),
)
"""What a row is of, as other tables call it: in files, and not on screen."""
ORIGIN = ("source_publisher", "input_file", "input_line")
"""Where a row comes from: source, file and line."""

GRANTS = ("label", "grant_eur", "single_eur", "joint_eur", "district_eur", "grant_count")
GRANTS_OF_AREAS = ("label", "single_eur", "grant_per_head_eur", "joint_eur", "district_eur", "grant_eur")
RESULTS_OF_AREAS = ("name", "result_count", "reached_count", "planned_count", "overdue_count", "no_feedback_count")
MONEY = (
    *("kind", "amount_eur", "counting", "recipient", "funder", "funder_department", "programme", "programme_part"),
    *("approved", "paid_out_eur", "paid_out_on", "note", *ORIGIN),
)
PARTY_PROJECTS = ("project_title", "field_of_action", "areas", "attribution", "granted_eur", "status")
MONEY_OF_ALL = ("project_title", *MONEY)

TIMELINE = ("title", "project_title", "state", "first_planned", "due", "delay_days", "begin", "end")
SHIFT = ("shift_reason", "shift_note")
"""Why a date has moved."""
PLANS = (
    *("kind", "state", "source_status", "first_planned", "current_planned", "reached", "delay_days", *SHIFT),
    *ORIGIN,
)
MILESTONES = ("title", *PLANS)
MILESTONES_OF_ALL = ("title", "project_title", *PLANS)
CHRONICLE = ("title", "kind", "project_title", "happened", *ORIGIN)
ACCOUNT = (
    *("project_title", "confidence_step", "replanned_count", "late_count", "late_days", "late_months"),
    *("told_late_count", "overdue_count", "no_feedback_count", "silent_since", "dropped_count"),
)
SHIFTS = ("title", "project_title", "first_planned", "due", "delay_days", "state", "replanned_count")
DELAYS = ("title", "project_title", "first_planned", "due", "delay_days", "state", *SHIFT)

PROJECTS = ("project_title", "field_of_action", "attribution", "begin", "end", "grant_eur", "status")
PROJECTS_OF_ALL = (
    *("project_title", "field_of_action", "areas", "attribution", "begin", "end", "grant_eur"),
    *("reached_count", "result_count", "confidence_step", "status"),
)
OPTIONAL_FACTS = tuple(column.name for column in TABLES["projekte"].columns if column.may_be_absent)
"""What is named only where it is known: columns that a file may lack."""
PROJECT_FACTS = (
    *("lead", "areas", "attribution", "field_of_action", "begin", "end", "status", *OPTIONAL_FACTS, "grant_eur"),
)
SOURCES_OF_ALL = ("source_publisher", "source_title", "published", "input_file", "input_line")

PLACES = ("name", "kind", "population_count", "area_km2", "density_count")
MUNICIPALITIES = ("name", "grant_eur", "grant_per_head_eur", "project_count", "reached_count", "population_count")
COMPARISON = (
    *("name", "project_count", "reached_count", "silent_count", "grant_per_head_eur", "joint_eur"),
    *("gigabit_pct", "mobile_pct", "charging_rate", "published"),
)
MUNICIPALITY_FACTS = (
    *("official_name", "legal_status", "area_km2", "population_count", "density_count"),
    *("town_hall", "website_url"),
)
POPULATION = ("reference_date", "population_count", "basis", "note")

VALUES = ("name", "period", "value", "unit", "note")
VALUES_OF_AREAS = ("indicator_name", "name", "period", "value", "unit", "note")
READINGS = (
    *("indicator_name", "mean_pct", "weighted_pct", "any_pct", "any_count", "known_count", "area_count"),
    *("district_pct", "period"),
)
INDICATOR_CHANGES = (
    *("name", "from_value", "to_value", "change_difference", "to_rank", "rank_places", "district_difference"),
    *("state_difference", "country_difference", "indicator_name"),
)
PROFILE = ("topic", "name", "unit", "period", "value", "district_value", "state_value")

PUBLISHED = ("published_table", "grain", "row_count", "column_count", "origin")
PUBLISHED_COLUMNS = ("column_label", "technical_name", "value_kind", "sql_type", "unit", "comment", "is_key")
DATASETS = ("title", "publisher", "licence", "note", "latest_date")
WHEN = ("title", "project_title", "areas", "happened")
EVENTS_REACHED = (*WHEN, "first_planned", "delay_days", *ORIGIN)
EVENTS_MISSED = (*WHEN, "event", *ORIGIN)
EVENTS_MOVED = ("title", "project_title", "areas", "event", "first_planned", "due", "delay_days", "state", *ORIGIN)
EVENTS_GRANTED = (
    *("project_title", "areas", "attribution", "happened", "grant_eur", "recipient", "funder", "programme"),
    *ORIGIN,
)
EVENTS_RUN = ("project_title", "areas", "event", "happened", *ORIGIN)
EVENTS = ("title", "event", "project_title", "areas", "happened", *ORIGIN)
MILESTONE_CHANGES = (
    *("title", "change", "project_title", "old_planned", "new_planned", "shift_days", "reached", "first_planned"),
    *("delay_days", *ORIGIN),
)
CORRECTIONS = (
    *("stand_date", "corrected_date", "changed_table", "row_key", "changed_column", "old_value", "new_value", "reason"),
    *("input_file", "input_line"),
)
DIFFERENCE_TABLES = ("changed_table", "difference_count", "new_count", "gone_count", "value_count", "corrected_count")
CELLS = ("changed_column", "old_value", "new_value", "reason", "reported_by", "row_key", *ORIGIN)
DIFFERENCES = {
    **dict.fromkeys(
        ("projekte", "foerderung", "meilensteine", "quellen"), ("title", "change", "project_title", *CELLS)
    ),
    **dict.fromkeys(("gemeinden", "bevoelkerung", "kennzahlen", "indikatoren"), ("title", "change", *CELLS)),
}
"""By input table: of the office's own, and of the others, whose rows belong to no project."""
