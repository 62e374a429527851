-- One row per cited source.
select publisher as source_publisher, title as source_title, published, url as source_url, input_file, input_line, source_id
from source where stand_date = $stand;
