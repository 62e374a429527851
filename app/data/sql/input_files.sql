-- One row per data source and file that its data stand in.
select dataset_id, unnest(input_files) as input_file from dataset order by position, input_file;
