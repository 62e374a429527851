"""The project office's door: who is logged in, what ``etl.office`` answers in a process of its own, and which draft is looked at.

Loaded only where an operator has configured a provider for logging in. Knows no Streamlit widgets.
"""
