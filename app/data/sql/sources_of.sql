-- One row per cited source among those of the given keys, without keys all of the Stand: what it is called and where it is found.
select source_id, publisher as source_publisher, title as source_title, url as source_url
from source where stand_date = $stand and (len($sources) = 0 or source_id = any($sources));
