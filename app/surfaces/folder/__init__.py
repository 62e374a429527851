"""The meeting folder: an accessible PDF of what is known about the district or one municipality at one Stand.

Nothing in here draws on a screen. The bytes depend on release, area, Stand and MONITOR_BASE_URL alone.
"""
