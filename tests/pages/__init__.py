"""The pages as people meet them: without script, by keyboard, on a phone, with a screen reader, on the way out."""
