"""The sheet by which a municipality says what has become of its milestones, and the text of the e-mail with it.

``open_points`` finds what is silent, overdue or missing at each place, ``sheet`` writes it with columns to fill, ``message``
says it in words. What comes back is read by ``etl/merging``. Imports workbook and below, prints nothing.
"""
