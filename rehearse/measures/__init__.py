"""Duration, pace, pauses, fillers, coverage, voice. Pure: facts in, facts out."""
