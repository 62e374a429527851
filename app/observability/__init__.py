"""What an operator sees of the running server: its log and its figures; never who asked, nor for what."""
