"""The compiled core of the cleaner. Only `communique.cleaning` uses it."""
