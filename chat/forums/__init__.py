"""The forum: young people talk with each other, and a person reads every post first."""
