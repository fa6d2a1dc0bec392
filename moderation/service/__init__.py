"""The page of the service itself: is it open, who is there, what is wrong, who was called."""
