"""Files from outside opened: tables as texts, sheets, areas and their coordinates; never what they mean. Imports rules and below."""
