"""Server-rendered pages, each fed by GraphQL operations."""
