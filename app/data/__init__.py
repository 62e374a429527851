"""The one door to the published release: questions, selections, the region; imports words."""
