"""rehearse: practise your elevator pitch aloud, on your own machine, and hear honestly how it went."""

__version__ = "0.1.0"
