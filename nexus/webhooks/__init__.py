"""Changes, told to other programs: signed requests to addresses that people gave."""
