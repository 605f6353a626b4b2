"""Who asks, what they may do, and how often.

- `gate`: what every request passes; puts the rest together.
- `callers`, `bearer`: who asks, by the token that is shown.
- `addresses`: where from.
- `rate`, `rates`, `recent`: how often, in memory that does not grow.
- `places`: how many at once.
- `refusals`: what those are told who are not let in.
"""
