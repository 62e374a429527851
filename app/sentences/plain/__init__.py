"""„In einfachen Worten“: three to six short sentences for each page, made from the figures that the page shows.

Each function takes the selection, and what was chosen on the page, and asks the same questions as the page; a
question is read once, so the sentences cannot tell another story. Nothing here draws.
"""

from app.sentences.plain.about import (
    accessibility,
    console,
    data,
    imprint,
    methodology,
    privacy,
    promises,
    table,
    verification,
)
from app.sentences.plain.changes import changes
from app.sentences.plain.comparison import comparison
from app.sentences.plain.indicators import indicator
from app.sentences.plain.parts import announcement
from app.sentences.plain.places import municipalities, municipality, on_map
from app.sentences.plain.programme import funding, milestones, overview, party
from app.sentences.plain.projects import project, projects
