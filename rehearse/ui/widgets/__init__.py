"""What the screens are made of: each widget draws one thing from frozen facts."""
