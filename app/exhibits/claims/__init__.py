"""What can be claimed of an exhibit in one sentence; imports the model of exhibits, data and words."""
