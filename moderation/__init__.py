"""Reading words: checks, assessment, flags, review. A machine raises urgency here; it never rejects or decides."""
