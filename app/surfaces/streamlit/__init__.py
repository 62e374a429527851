"""The page in Streamlit: its parts, components, filters; imports everything but web."""
