"use strict";

const EXAMPLES = /*EXAMPLES*/;
const TYPE = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
const INTROSPECTION = `{ __schema { queryType { name } types {
  kind name description
  fields { name description type { ${TYPE} } args { name description defaultValue type { ${TYPE} } } }
  inputFields { name description defaultValue type { ${TYPE} } }
  enumValues { name description } possibleTypes { name } } } }`;

const find = (id) => document.getElementById(id);
const [query, variables, answer, status] = ["query", "variables", "answer", "status"].map(find);

async function post(body) {
  const response = await fetch(location.pathname, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
  });
  return response.json();
}

async function run() {
  status.textContent = "Asking…";
  const began = performance.now();
  try {
    const given = variables.value.trim() ? JSON.parse(variables.value) : null;
    const result = await post({ query: query.value, variables: given });
    show(result);
    const took = Math.max(1, Math.round(performance.now() - began));
    status.textContent = result.errors ? `Answered with errors in ${took} ms` : `Answered in ${took} ms`;
  } catch (fault) {
    const what = fault instanceof SyntaxError ? "The variables are not JSON" : "No answer";
    answer.replaceChildren(element("span", "fault", `${what}: ${fault.message}`));
    status.textContent = what;
  }
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|\b(true|false|null)\b/gi;

function show(result) {
  const text = JSON.stringify(result, null, 2);
  const parts = [];
  let end = 0;
  for (const token of text.matchAll(TOKENS)) {
    parts.push(text.slice(end, token.index));
    const [all, string, colon, number] = token;
    if (string) parts.push(element("span", colon ? "key" : "string", string), colon ?? "");
    else parts.push(element("span", number ? "number" : "word", all));
    end = token.index + all.length;
  }
  answer.replaceChildren(...parts, text.slice(end));
}

const schema = new Map();
let trail = [];

function typeText(type) {
  if (type.kind === "NON_NULL") return [...typeText(type.ofType), "!"];
  if (type.kind === "LIST") return ["[", ...typeText(type.ofType), "]"];
  const link = element("button", "type", type.name);
  link.type = "button";
  link.addEventListener("click", () => visit(type.name));
  return [link];
}

function entry(field) {
  const made = element("article");
  const head = element("code", "", field.name);
  if (field.type) head.append(": ", ...typeText(field.type));
  made.append(head);
  if (field.description) made.append(element("p", "", field.description));
  if (field.args?.length) made.append(element("ul", "", ...field.args.map(argument)));
  return made;
}

function argument(each) {
  const head = element("code", "", each.name, ": ", ...typeText(each.type));
  if (each.defaultValue) head.append(` = ${each.defaultValue}`);
  return element("li", "", head, each.description ? ` ${each.description}` : "");
}

function visit(name) {
  const at = trail.indexOf(name);
  trail = at < 0 ? [...trail, name] : trail.slice(0, at + 1);
  find("search").value = "";
  find("trail").replaceChildren(...trail.flatMap((each) => typeText({ name: each })));
  const type = schema.get(name);
  const members = type.fields ?? type.inputFields ?? type.enumValues ?? [];
  const kinds = (type.possibleTypes ?? []).flatMap((each) => [" ", ...typeText(each)]);
  const about = element("p", "", type.description ?? "", ...(kinds.length ? [" One of:", ...kinds] : []));
  find("entries").replaceChildren(about, ...members.map(entry));
}

function search(words) {
  const wanted = words.trim().toLowerCase();
  if (!wanted) return visit(trail.at(-1));
  const found = [];
  for (const type of schema.values()) {
    if (type.name.startsWith("__")) continue;
    const members = type.fields ?? type.inputFields ?? type.enumValues ?? [];
    if (type.name.toLowerCase().includes(wanted)) found.push(entry({ name: "type", type, description: type.description }));
    for (const member of members) {
      const text = `${member.name} ${member.description ?? ""}`.toLowerCase();
      if (text.includes(wanted)) found.push(entry({ ...member, name: `${type.name}.${member.name}` }));
    }
  }
  find("entries").replaceChildren(...(found.length ? found : [element("p", "", "Nothing found.")]));
}

async function loadSchema() {
  const { data } = await post({ query: INTROSPECTION });
  for (const type of data.__schema.types) schema.set(type.name, type);
  visit(data.__schema.queryType.name);
}

function choose(name) {
  const example = EXAMPLES.find((each) => each.name === name);
  query.value = example.query;
  variables.value = example.variables ? JSON.stringify(example.variables, null, 2) : "";
}

find("example").append(...EXAMPLES.map((each) => new Option(each.name)));
find("example").addEventListener("change", (event) => { choose(event.target.value); run(); });
find("run").addEventListener("click", run);
find("search").addEventListener("input", (event) => search(event.target.value));
find("toggle-docs").addEventListener("click", (event) => {
  const hidden = document.querySelector("main").classList.toggle("without-docs");
  event.currentTarget.setAttribute("aria-expanded", String(!hidden));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
});

const asked = new URLSearchParams(location.search);
choose(EXAMPLES[0].name);
if (asked.has("query")) {
  query.value = asked.get("query");
  variables.value = asked.get("variables") ?? "";
}
loadSchema().catch(() => find("entries").replaceChildren("The schema cannot be read."));
run();
