"""Arabic: moments in the order of its dates."""
