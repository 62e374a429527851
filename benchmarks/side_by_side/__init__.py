"""The Überblick made with Dash and with Panel, as their documentation makes such a page: for the comparison alone."""
