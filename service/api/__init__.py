"""The GraphQL schema: types declare how they map to tables; HTTP; errors; limits."""
