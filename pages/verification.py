"""Prüfen: does a picture that left the house still hold?"""

from app.data.selection import current
from app.files import picture_check
from app.sentences import plain
from app.surfaces.streamlit import parts

LONGEST = 2000

parts.header("verification")
file, address = parts.halves()
with file:
    claims = parts.upload("verification.file", picture_check.claims)
with address:
    link = parts.search("verification.link", "adresse", LONGEST)

release_id, host = current().release_id, parts.own_host()
found = picture_check.file(claims, release_id, host) if claims else None
finding = found or (picture_check.link(link, release_id, host) if link else None)
parts.plain_words(plain.verification(finding.verdict if finding else ""))
if finding:
    parts.verdict(finding)
parts.prose("verification")
