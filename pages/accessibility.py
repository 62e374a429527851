"""Barrierefreiheit: the declaration that the law asks for, with what the last run of the tests found."""

from app.data.test_results import test_results
from app.sentences import plain, promises
from app.surfaces.streamlit import parts

results = test_results()
parts.header("accessibility")
parts.plain_words(plain.accessibility())
parts.legal("accessibility")
parts.note(promises.run_sentence(results))
parts.promises("everybody", results, "accessibility.tested")
parts.legal("accessibility_contact")
