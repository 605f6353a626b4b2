"""GraphQL over HTTP, as a bare ASGI application.

https://graphql.github.io/graphql-over-http/draft/: POST with a JSON body or GET with `query`,
`variables`, `operationName` and `extensions`; `application/graphql-response+json` where the client
accepts it. A browser that opens the address gets the page that asks the questions.

- `endpoint`: the application, stage by stage.
- `asgi`, `requests`, `json_text`, `negotiation`, `origins`: what comes in.
- `persisted`, `manifests`, `execution`, `outcomes`: what is run.
- `caching`, `shortcut`, `version`, `own_writes`: what is answered again, and from which version on.
- `responses`, `event_text`, `refusals`: what goes out.
- `collaborators`: what is left to others.
- `options`: what an operator may choose.
"""
