"""A Streamlit page with one line of text: the floor that every page of the dashboard is compared with."""

import streamlit as st

st.text("Leer")
