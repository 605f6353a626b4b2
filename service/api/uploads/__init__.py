"""Uploading files to import: multipart/form-data, on an address of its own.

- `spool`: where the files wait, one behind the other.
- `form`: a body becomes files, piece by piece as it arrives.
- `endpoint`: the ASGI application.
"""
