-- Rows of each of the office's tables in the later Stand.
select
    (select count(*) from project where stand_date = $after) as projekte,
    (select count(*) from funding where stand_date = $after) as foerderung,
    (select count(*) from milestone where stand_date = $after) as meilensteine,
    (select count(*) from source where stand_date = $after) as quellen
