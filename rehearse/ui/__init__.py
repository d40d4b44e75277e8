"""The Textual interface: app, screens, widgets, messages, one stylesheet. textual only here."""
