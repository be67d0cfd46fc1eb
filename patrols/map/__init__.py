"""What patrols add to the map of the rivers: reaches coloured by their last walk."""
