"""Looking at the alert rules and delivering what they say."""
