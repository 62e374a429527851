"""From data/raw to a release; never imports app, pages, streamlit, plotly."""
