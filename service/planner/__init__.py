"""From a GraphQL operation to one SQL statement whose result is the response's JSON.

Knows no table and no type by name: the schema comes from graphql-core, what a field reads from a
mapping that the caller declares. In reading order:

- `problems`: what a client is told, each with a code.
- `inputs`: arguments of a field, as ways to read a request's variables.
- `selection`: the fields of an operation, merged the way the GraphQL specification merges them.
- `limits`: what an operation may ask for; `size` and `variables` hold a request to it.
- `merging`: which fields the specification lets a document merge.
- `tally`: how many nodes an answer can hold; `introspection` counts those of the schema.
- `sql`: the few SQL constructs that SQLAlchemy lacks.
- `row`: where the columns of a type are found inside the statement.
- `mapping`: what a field can read: a column, an expression, a to-one, a to-many.
- `lists`: how long a list may be.
- `matching`: which rows a connection holds.
- `cursors`, `keyset`, `connection`: pages, chosen by where rows stand in an order.
- `relay`: global ids.
- `finishing`, `shapes`: fields that Python finishes from what the statement read.
- `mutations`: what a mutation's fields do, and how their payloads are read.
- `plan`: what an operation became; a plan and variables become a statement.
- `planning`: a selection becomes a plan.
- `cache`, `operations`: parsed, validated and planned documents, cached by their text.
- `execute`: runs the statement and splices its JSON into the response; `subscriptions` helps
  to run it again.
"""
