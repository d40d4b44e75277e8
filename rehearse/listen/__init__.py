"""A child process that hears: Whisper, filled pauses, voice contour. faster_whisper and librosa only here."""
