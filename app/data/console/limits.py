"""What a query of a visitor may take; whoever meets one of these limits is told it."""

SECONDS = 5
"""From question to answer; then its process is ended, whatever it does."""
LETTERS = 10_000
"""Of the query."""
COLUMNS = 200
ROWS = 100_000
"""As many as a text file of the dashboard holds."""
VALUES = 500_000
"""Rows times columns, each value of a list for itself: the server makes an object of every one."""
MEGABYTES = 256
"""Memory for reckoning."""
RESULT_MEGABYTES = 8
"""Of the answer."""
AT_ONCE = 2
"""Queries that run at the same time."""
WAIT_S = 2.0
"""Seconds that another one waits for its turn before it is told to come back."""
