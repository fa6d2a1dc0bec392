"""Before we tell anyone: a young person reads what will be said to whom and why, and may answer. Never pushed open."""
