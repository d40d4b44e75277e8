"""The room that understands: the sentence encoder and the learned heads, from the files in `models/`."""
