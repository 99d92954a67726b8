"""What a user sets: settings, stream maps, and the files named on the command line."""
