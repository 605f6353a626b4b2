// Apollo Client: a query, a connection page by page into its cache, an object by its id, an error, and
// an automatic persisted query. Prints what came, and how the persisted query went over the wire.
import { createHash } from "node:crypto";
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { relayStylePagination } from "@apollo/client/utilities";
import { tap } from "./wire.mjs";

const [uri] = process.argv.slice(2);

const MODEL = gql`
  query Model($slug: String!) {
    model(slug: $slug) {
      id
      name
      organization {
        name
      }
      tasks(first: 2) {
        support
        task {
          slug
        }
      }
    }
  }
`;

const PAGE = gql`
  query Page($after: String) {
    models(orderBy: NEWEST, first: 3, after: $after) {
      edges {
        node {
          id
          slug
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

const ENTITY = gql`
  query Entity($id: ID!) {
    node(id: $id) {
      ... on Entity {
        slug
      }
    }
  }
`;

const SHARED = gql`
  query Shared($models: [String!]!) {
    compare(models: $models) {
      sharedTasks {
        slug
      }
    }
  }
`;

const cacheOptions = {
  typePolicies: { Query: { fields: { models: relayStylePagination(["filter", "orderBy"]) } } },
  possibleTypes: {
    Entity: [
      "Benchmark",
      "Dataset",
      "Feature",
      "Framework",
      "License",
      "Model",
      "Organization",
      "Task",
    ],
  },
};

function connect(link) {
  return new ApolloClient({ link, cache: new InMemoryCache(cacheOptions) });
}

async function readAll(client) {
  const watched = client.watchQuery({ query: PAGE });
  const watching = watched.subscribe(() => {});
  let page = (await client.query({ query: PAGE })).data.models;
  let pages = 1;
  while (page.pageInfo.hasNextPage) {
    const { endCursor } = page.pageInfo;
    page = (await watched.fetchMore({ variables: { after: endCursor } })).data.models;
    pages += 1;
  }
  const merged = client.readQuery({ query: PAGE }).models.edges.map(({ node }) => node.slug);
  watching.unsubscribe();
  return { pages, merged };
}

async function readPersisted() {
  const wire = tap();
  const persisted = new PersistedQueryLink({
    sha256: (text) => createHash("sha256").update(text).digest("hex"),
    useGETForHashedQueries: true,
  });
  const link = ApolloLink.from([persisted, new HttpLink({ uri, fetch: wire.fetch })]);
  const names = [];
  for (const slug of ["clip", "sam-clip"]) {
    const { data } = await connect(link).query({ query: MODEL, variables: { slug } });
    names.push(data.model.name);
  }
  return { names, sent: wire.sent };
}

const client = connect(new HttpLink({ uri }));
const { data } = await client.query({ query: MODEL, variables: { slug: "clip" } });
const { id, ...model } = data.model;
const found = await client.query({ query: ENTITY, variables: { id } });
const failed = await client.query({
  query: SHARED,
  variables: { models: ["clip", "nobody"] },
  errorPolicy: "all",
});
const errors = failed.error.errors.map(({ message, path, extensions }) => ({
  message,
  path,
  code: extensions.code,
}));
console.log(
  JSON.stringify({
    model,
    entity: found.data.node,
    models: await readAll(client),
    errors,
    persisted: await readPersisted(),
  }),
);
