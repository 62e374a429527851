-- One row per table, view and rule that a release derives: the SQL that makes it.
select derived_name, statement from derivation;
