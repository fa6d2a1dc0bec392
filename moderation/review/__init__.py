"""The moderators' door: one post at a time, read whole by a person before anybody else can read it."""
