"""What staff say about what the checks found, kept apart until somebody else has looked: so that they can be taught."""
