"""The catalogue of models: what there is, where it lies, fetching and verifying. Network only in `fetch.py`."""
