"""English: the day first, so that no reader takes it for the month."""
