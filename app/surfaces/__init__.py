"""The places where parts are shown: Streamlit and the meeting folder; imports everything but web."""
