"""Answers over HTTP, and the built front end."""
