"""Versprechen: what does the monitor promise its readers, which tests hold it, and how did they end?

The promises are those of app/words/promises.toml.
"""

from app.data.test_results import test_results
from app.sentences import plain, promises
from app.surfaces.streamlit import parts
from app.words.promises import groups

results = test_results()
parts.header("promises")
parts.plain_words(plain.promises(results))
if results.is_of_this_program:
    parts.figures("promises", *promises.figures(results))
else:
    parts.note(promises.run_sentence(results))
for group in groups():
    parts.promises(group, results)
parts.prose("promises")
