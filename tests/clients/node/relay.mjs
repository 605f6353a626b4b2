// Relay's runtime on what Relay's compiler made of relay/src: a query, the next page of its connection,
// and an object refetched by its id with other arguments. Prints what the store holds at each step.
import { createRequire } from "node:module";
import { join } from "node:path";
import relay from "relay-runtime";
import { catalogue } from "./relay/src/Catalogue.js";

const { Environment, Network, RecordSource, Store } = relay;
const [url, project] = process.argv.slice(2);
const require = createRequire(import.meta.url);

function compiled([text]) {
  const name = text.match(/(?:query|fragment)\s+(\w+)/)[1];
  return require(join(project, "artifacts", `${name}.graphql.js`));
}

async function send({ id, text }, variables) {
  const request = id === null ? { query: text, variables } : { documentId: id, variables };
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
    body: JSON.stringify(request),
  });
  return response.json();
}

const environment = new Environment({
  network: Network.create(send),
  store: new Store(new RecordSource()),
});

async function run(request, variables) {
  const operation = relay.createOperationDescriptor(relay.getRequest(request), variables);
  environment.retain(operation);
  await environment.execute({ operation }).toPromise();
  return environment.lookup(operation.fragment).data;
}

function read(fragment, reference) {
  return environment.lookup(relay.getSingularSelector(fragment, reference)).data;
}

async function loadNext(fragment, reference, count) {
  const { paginationMetadata, paginationRequest } = relay.getPaginationMetadata(fragment, "loadNext");
  const { endCursor } = read(fragment, reference).models.pageInfo;
  const asked = relay.getVariablesFromFragment(fragment, reference);
  const variables = relay.getPaginationVariables(
    "forward", count, endCursor, asked, {}, paginationMetadata,
  );
  await run(paginationRequest, variables);
}

const { page, models, model } = catalogue(compiled);
const namesOf = ({ models }) => models.edges.map(({ node }) => node.name);

const root = await run(page, { slug: "sam-clip" });
const first = namesOf(read(models, root));
const stated = read(model, root.model).tasks;
await loadNext(models, root, 3);
const { refetchableRequest } = relay.getRefetchMetadata(model, "refetch");
const again = await run(refetchableRequest, { id: root.model.id, support: ["NO", "UNKNOWN"] });
console.log(
  JSON.stringify({
    first,
    both: namesOf(read(models, root)),
    stated,
    undecided: read(model, again.node).tasks,
    hasNextPage: read(models, root).models.pageInfo.hasNextPage,
  }),
);
