"""Meta's Graph API and X's API on loopback, with their documented answers and errors."""
