"""What official files say, put into the tables of a new Stand or offered to the office. Imports download and below."""
