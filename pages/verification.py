"""Prüfen: does a picture that left the house still hold?"""

from app import checking, layout, plain
from app.selection import current

KINDS, MEGABYTES, LONGEST = ("png", "svg", "pdf"), 20, 2000

layout.header("verification")
file, address = layout.halves()
with file:
    content = layout.upload("verification.file", KINDS, MEGABYTES)
with address:
    link = layout.search("verification.link", "adresse", LONGEST)

release_id = current().release_id
finding = checking.file(content, release_id) if content else checking.link(link, release_id) if link else None
layout.plain(plain.verification(finding.verdict if finding else ""))
if finding:
    layout.verdict(finding)
layout.prose("verification")
