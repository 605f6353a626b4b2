"""Worlds of invented models, the comparison pages about them, and what may be said of each.

`world` invents models with true attributes, `prose` and `pages` write about them, `oracle` works
out what the tables alone decide (independently of the loader), `score` marks a loader's answers
and `loader` is the only module that knows the code under test.
"""
