"""Microphone, sound files, takes on disk, levels, playback. sounddevice only in microphone.py and playback.py."""
