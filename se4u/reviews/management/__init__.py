"""Commands of `reviews`."""
