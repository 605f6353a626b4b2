"""Licences in the API: what is asked, what the registry has for it, what it comes to.

- `words`: what is asked, in GraphQL.
- `asking`: the same as the domain has it; what cannot be asked is refused.
- `recorded`: the licences of models, read by the statement and turned into materials.
- `pools`: licences and models that an answer may lead to.
- `verdicts`: answers.
- `checks`: the fields whose answers are verdicts.
- `naming`: what names mean.
"""
