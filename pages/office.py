"""Redaktion: how does a workbook become the Stand that everybody sees?

There only where an operator has configured a provider for logging in; what comes after the entrance is the office's own.
"""

from app.surfaces.streamlit import parts
from app.surfaces.streamlit.office import draft_forms
from app.surfaces.streamlit.office import parts as office

parts.header("office")
person = office.entrance()

found = office.state(person)
office.upload(person, found)
draft_forms.drafts(person, found)
office.feedback(found)
office.releases(person, found)
office.log(found)
