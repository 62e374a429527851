"""Tables in, drawings out, one file per kind of chart or map; knows neither Streamlit nor DuckDB; imports words."""
