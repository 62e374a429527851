-- One row per data source, with licence and latest date.
select dataset_id, title, publisher, licence, licence_url, url, note, period_days, latest_date, break_years
from dataset order by position;
