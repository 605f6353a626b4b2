"""How fast the service answers, as a share of what PostgreSQL does with the bare statement.

- `world`: a generated registry of any size, from a fixed seed.
- `fill`: that registry into a scratch database, by COPY.
- `questions`: what is asked, with variables that rotate over the whole registry.
- `over_http`, `bare`: ask for some seconds, through the service and through pgbench.
- `measure`: rounds of both in turn, so that what disturbs the machine disturbs both.
- `importing`: how long an import takes.
- `licensing`: how long a check of licences takes, without any database.
"""
