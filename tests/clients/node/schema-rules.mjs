// GraphQL-ESLint's rules for schemas, the recommended ones and Relay's, and that everything is described.
// docs/decisions/0036 says why two are set otherwise. Prints their objections: [{rule, source, message}].
import { readFile } from "node:fs/promises";
import plugin from "@graphql-eslint/eslint-plugin";
import { ESLint } from "eslint";

const [path] = process.argv.slice(2);
const schema = await readFile(path, "utf8");
const config = {
  files: ["**/*.graphql"],
  languageOptions: { parser: plugin.parser, parserOptions: { graphQLConfig: { schema: path } } },
  plugins: { "@graphql-eslint": plugin },
  rules: {
    ...plugin.configs["flat/schema-recommended"].rules,
    ...plugin.configs["flat/schema-relay"].rules,
    "@graphql-eslint/strict-id-in-types": "off",
    "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false }],
    "@graphql-eslint/require-description": [
      "error",
      {
        types: true,
        rootField: true,
        DirectiveDefinition: true,
        EnumValueDefinition: true,
        FieldDefinition: true,
        InputValueDefinition: true,
      },
    ],
  },
};
const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [config] });
const [{ messages }] = await eslint.lintText(schema, { filePath: "schema.graphql" });
const lines = schema.split("\n");
const objections = messages.map(({ ruleId, line, message }) => ({
  rule: ruleId,
  source: line ? lines[line - 1].trim() : null,
  message,
}));
console.log(JSON.stringify(objections));
