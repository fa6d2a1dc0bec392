"""The record of one young person's danger for a review: all that was said, noticed, missed, done and seen, in order."""
