// Prints the parser's findings about an AsyncAPI document as JSON: node validate.js DOCUMENT
import { readFile } from "node:fs/promises";
import { Parser } from "@asyncapi/parser";

const { document, diagnostics } = await new Parser().parse(await readFile(process.argv[2], "utf8"));
const findings = diagnostics.map(({ severity, code, path, message }) => ({ severity, code, path, message }));
console.log(JSON.stringify({ understood: document !== undefined, findings }));
