// Judges CQL and FHIRPath: node run.mjs FOLDER, where FOLDER holds node_modules; one JSON question a line.
// {cql} (and a library that it includes) translates (errors and the ELM are the answer); {elm} takes ELM as it is; {define, cases: [{bundle,
// parameters}]} runs the definitions of that library for each bundle, of the ELM taken with {..., own: true}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr); // the translator writes notes of its own
const require = createRequire(join(folder, "package.json"));
const part = (name) => import(pathToFileURL(join(folder, "node_modules", "@cqframework", "cql", name)).href);
const { CqlTranslator, LibraryManager, ModelManager, createLibrarySourceProvider, createModelInfoProvider,
  createUcumService, stringAsSource } = await part("cql-to-elm.mjs");
const { SystemModelInfoProvider } = await part("cql.mjs");
const cql = require("cql-execution");
const fhir = require("cql-exec-fhir");
const fhirpath = require("fhirpath");
const r4 = require("fhirpath/fhir-context/r4");
const MODEL = readFileSync(join(folder, "node_modules/cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml"), "utf8");

const models = new ModelManager();
models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider());
models.modelInfoLoader.registerModelInfoProvider(
  createModelInfoProvider((id) => (id === "FHIR" ? stringAsSource(MODEL) : null)),
);

// Only calendar units stand in what we write, so every unit is let through and none is converted.
const none = () => { throw new Error("no unit is converted here"); };
const ucum = createUcumService(none, () => null, none, none);

// What ties each node of the ELM to the CQL text; without it cql-execution has less to do.
const TRACES = new Set(["annotation", "locator", "localId"]);

const source = fhir.PatientSource.FHIRv401(); // made once: it reads the model, which takes half a second
let library; // as translated
let own; // as given

function translate(text, included) {
  const libraries = new LibraryManager(models, undefined, undefined, ucum);
  if (included) libraries.librarySourceLoader.registerProvider(createLibrarySourceProvider(() => stringAsSource(included)));
  const elm = JSON.parse(CqlTranslator.fromText(text, libraries).toJson());
  const faults = (elm.library.annotation ?? []).filter((one) => one.errorSeverity === "error");
  const lean = JSON.parse(JSON.stringify(elm, (key, value) => (TRACES.has(key) ? undefined : value)));
  library = faults.length || included ? undefined : new cql.Library(lean);
  return { faults: faults.map((one) => `${one.startLine}:${one.startChar} ${one.message}`), elm };
}

// A parameter that is a resource of FHIR, as DTR clients give the order.
const wrapped = (resource) => fhir.FHIRWrapper.FHIRv401().wrap(resource);

async function run(library, { bundle, parameters }, names) {
  source.reset();
  source.loadBundles([bundle]);
  const given = {};
  if (parameters.service) given["Service Date"] = cql.Date.parse(parameters.service);
  if (parameters.order) given["Order"] = parameters.order;
  if (parameters.resource) given["order"] = wrapped(parameters.resource);
  const results = await new cql.Executor(library, null, given).exec(source);
  const [patient] = Object.values(results.patientResults);
  return Object.fromEntries(names.map((name) => [name, patient[name] ?? null]));
}

// {fhirpath: [[expression, select or null]], cases: [{bundle, parameters}]}: for each case and expression what
// the resources found say, and who they are.
function paths({ bundle, parameters }, expressions) {
  const variables = { service: parameters.service, order: parameters.order ?? "" };
  return expressions.map(([expression, select]) =>
    fhirpath.evaluate(bundle, expression, variables, r4).map((one) => [
      `${one.resourceType}/${one.id}`,
      select ? fhirpath.evaluate(one, select, variables, r4) : null,
    ]),
  );
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  let answer;
  try {
    if (question.fhirpath) answer = question.cases.map((one) => paths(one, question.fhirpath));
    else if (question.cql) answer = translate(question.cql, question.included);
    else if (question.elm) answer = { taken: Boolean((own = new cql.Library(question.elm))) };
    else {
      answer = [];
      for (const one of question.cases) answer.push(await run(question.own ? own : library, one, question.define));
    }
  } catch (error) {
    answer = { failed: String(error.stack ?? error) };
  }
  write(`${JSON.stringify(answer)}\n`);
}
