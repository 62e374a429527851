"""The page as finished HTML: what Streamlit says of a page, for readers who have not started Streamlit or never will."""
