"""`modelgraph license check | name | show`.

- `commands`: what can be typed.
- `several`: options that take several values one after the other.
- `asking`: what is typed, as the domain has it.
- `named`, `registered`: checks by licences' names alone, and of the registry's models.
- `reports`: answers in the shape that GraphQL gives them.
- `telling`, `showing`: answers, and terms, as a person reads them.
- `statuses`: how a check ends, so that no failure can be taken for a verdict.
"""
