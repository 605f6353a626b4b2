// graphql-ws and graphql-sse: the first result of a subscription by each. Prints both.
import { createClient as connectSocket } from "graphql-ws";
import { createClient as connectEvents } from "graphql-sse";
import WebSocket from "ws";

const [url] = process.argv.slice(2);
const query = "subscription { registryChanged(since: 0) { version models } }";

async function readFirst(client) {
  for await (const { data } of client.iterate({ query })) {
    client.dispose();
    return data.registryChanged;
  }
}

const address = url.replace("http", "ws");
const socket = await readFirst(connectSocket({ url: address, webSocketImpl: WebSocket }));
const events = await readFirst(connectEvents({ url }));
console.log(JSON.stringify({ socket, events }));
