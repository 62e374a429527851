"""The work of the project office: workbooks handed in as drafts, released by a second person, every step in a log.

Knows no screen: a person comes as key, name and roles. Readers of the releases' folder see a draft only once it is
released. Imports merging and difference and below.
"""
