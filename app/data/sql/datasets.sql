-- One row per data source, with licence and the latest date of its values in the Stand.
select dataset_id, title, publisher, licence, licence_url, url, note, period_days, latest_date, break_years
from dataset join dataset_latest using (dataset_id)
where stand_date = $stand order by position;
