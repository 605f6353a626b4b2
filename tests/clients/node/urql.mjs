// urql: a query, an error, and an automatic persisted query. Prints what came, and how the persisted
// query went over the wire.
import { Client, fetchExchange, gql } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { tap } from "./wire.mjs";

const [url] = process.argv.slice(2);

const SHARED = gql`
  query Shared($models: [String!]!) {
    compare(models: $models) {
      sharedTasks {
        slug
      }
    }
  }
`;

async function readPersisted() {
  const wire = tap();
  const exchanges = [persistedExchange({ preferGetForPersistedQueries: true }), fetchExchange];
  const client = new Client({ url, exchanges, fetch: wire.fetch });
  const compared = [];
  for (const models of [["clip", "sam-clip"], ["clip", "mask-r-cnn"]]) {
    const { data } = await client.query(SHARED, { models });
    compared.push(data.compare.sharedTasks);
  }
  return { compared, sent: wire.sent };
}

const client = new Client({ url, exchanges: [fetchExchange] });
const shared = await client.query(SHARED, { models: ["clip", "sam-clip"] });
const unknown = await client.query(SHARED, { models: ["clip", "nobody"] });
const errors = unknown.error.graphQLErrors.map(({ message, path, extensions }) => ({
  message,
  path,
  code: extensions.code,
}));
console.log(
  JSON.stringify({ shared: shared.data.compare, errors, persisted: await readPersisted() }),
);
