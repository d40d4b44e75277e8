"""The screens: each draws one state of the house, and turns keys into wishes."""
