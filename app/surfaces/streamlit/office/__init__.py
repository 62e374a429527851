"""What the page of the project office is made of; loaded by that page and the frame, only where there is such an area."""
