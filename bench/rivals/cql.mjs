// Runs one CQL library over many requests: node cql.mjs FOLDER, where FOLDER holds node_modules.
// A line {cql, requests} translates and decides all; each line {run} decides all again and says how long
// one request took.
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const parts = (name) => import(pathToFileURL(join(folder, "node_modules", "@cqframework", "cql", name)).href);
const { CqlTranslator, LibraryManager, ModelManager } = await parts("cql-to-elm.mjs");
const { SystemModelInfoProvider } = await parts("cql.mjs");
const require = createRequire(join(folder, "package.json"));
const cql = require("cql-execution");

// What ties each node of the ELM to the CQL text; without it cql-execution has less to do.
const TRACES = new Set(["annotation", "locator", "localId"]);

function translate(text) {
  const models = new ModelManager();
  models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider());
  const elm = JSON.parse(CqlTranslator.fromText(text, new LibraryManager(models)).toJson());
  const faults = (elm.library.annotation ?? []).filter((one) => one.errorSeverity === "error");
  if (faults.length > 0) throw new Error(faults.map((one) => one.message).join("; "));
  return JSON.parse(JSON.stringify(elm, (key, value) => (TRACES.has(key) ? undefined : value)));
}

let library;
let requests;

async function decide(request) {
  const executor = new cql.Executor(library, null, request);
  return (await executor.exec(new cql.PatientSource([]))).unfilteredResults;
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  if (question.cql) {
    library = new cql.Library(translate(question.cql));
    requests = question.requests;
    const results = [];
    for (const request of requests) results.push(await decide(request));
    const version = require("cql-execution/package.json").version;
    console.log(JSON.stringify({ results, version, node: process.versions.node }));
  } else {
    const start = process.cpuUsage();
    for (const request of requests) await decide(request);
    const { user, system } = process.cpuUsage(start);
    console.log(JSON.stringify({ seconds: (user + system) / 1e6 / requests.length }));
  }
}
