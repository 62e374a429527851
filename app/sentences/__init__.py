"""Figures in sentences: headline figures, delays, changes, plain words; imports data and words."""
