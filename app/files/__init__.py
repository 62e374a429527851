"""What leaves the house: pictures, data files, what a picture says of itself; imports exhibits and all below them."""
