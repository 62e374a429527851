"""Prüfen: does a picture that left the house still hold?"""

from app import checking, layout
from app.selection import current

KINDS, MEGABYTES, LONGEST = ("png", "svg", "pdf"), 20, 2000

layout.header("verification")
file, address = layout.halves()
with file:
    content = layout.upload("verification.file", KINDS, MEGABYTES)
with address:
    link = layout.search("verification.link", "adresse", LONGEST)

release_id = current().release_id
if content:
    layout.verdict(checking.file(content, release_id))
elif link:
    layout.verdict(checking.link(link, release_id))
layout.prose("verification")
