// The audits of GraphQL over HTTP that the package graphql-http has for servers.
// Prints the verdict of each: [{name, status, reason}].
import { serverAudits } from "graphql-http";

const [url] = process.argv.slice(2);
const verdicts = [];
for (const audit of serverAudits({ url })) {
  const { status, reason } = await audit.fn();
  verdicts.push({ name: audit.name, status, reason: reason ?? null });
}
console.log(JSON.stringify(verdicts));
