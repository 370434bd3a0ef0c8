// Holds reports in the formats of others to their rules: SARIF to its official schema and to what GitHub's code
// scanning refuses, VEX to the official schema of CycloneDX 1.6, JUnit XML to what Jenkins and GitLab read, the DAST
// report to what GitLab's schema 15.0.4 requires (that schema is in no package; the rules here are those of it that a
// report of ours could break).
// Usage: node foreign.mjs PROJECT_FOLDER FILE…  (by its ending: .sarif, .junit.xml, vex.json, or gl-dast-report.json)
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [folder, ...files] = process.argv.slice(2);
if (!existsSync(join(folder, "node_modules", "@cyclonedx"))) {
  console.error("skipped: the packages are not installed");
  process.exit(77);
}
const require = createRequire(join(resolve(folder), "package.json"));
const Ajv = require("ajv-draft-04").default;
const Ajv7 = require("ajv").default;
const addFormats = require("ajv-formats").default;
const read = (file) => JSON.parse(readFileSync(file, "utf8"));

// A pattern of the schema is none by the rules for Unicode.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const schema = join(folder, "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const isSarif = ajv.compile(read(schema));

function checkSarif(log) {
  assert.ok(isSarif(log), ajv.errorsText(isSarif.errors, { separator: "\n  " }));
  assert.equal(log.version, "2.1.0");
  const fingerprints = new Set();
  for (const run of log.runs) {
    const { rules } = run.tool.driver;
    for (const rule of rules) {
      for (const text of [rule.shortDescription.text, rule.fullDescription.text])
        assert.ok(text.length > 0 && text.length <= 1024, `${rule.id}: a description is too long`);
      assert.ok(rule.help.text && rule.help.markdown, `${rule.id}: no help`);
      assert.match(rule.properties["security-severity"], /^(10|[0-9])\.[0-9]$/);
      assert.ok(rule.properties.tags.length <= 10);
    }
    for (const result of run.results) {
      assert.equal(rules[result.ruleIndex].id, result.ruleId);
      for (const { physicalLocation: { artifactLocation, region } } of result.locations) {
        assert.ok(!/^[a-z][a-z0-9+.-]*:|^\//i.test(artifactLocation.uri), `${artifactLocation.uri} is absolute`);
        assert.ok(region.startLine >= 1 && region.startColumn >= 1);
      }
      const { primaryLocationLineHash } = result.partialFingerprints;
      assert.ok(!fingerprints.has(primaryLocationLineHash), "a fingerprint twice");
      fingerprints.add(primaryLocationLineHash);
    }
  }
}

const cyclonedx = join(folder, "node_modules/@cyclonedx/cyclonedx-library/res/schema");
const ajv7 = new Ajv7({ strict: false, allErrors: true, formats: { "idn-email": true, "iri-reference": true } });
addFormats(ajv7);
for (const part of ["spdx", "jsf-0.82"]) {
  const name = `${part}.SNAPSHOT.schema.json`;
  ajv7.addSchema(read(join(cyclonedx, name)), `http://cyclonedx.org/schema/${name}`);
}
const isCycloneDx = ajv7.compile(read(join(cyclonedx, "bom-1.6.SNAPSHOT.schema.json")));

function checkVex(document) {
  assert.ok(isCycloneDx(document), ajv7.errorsText(isCycloneDx.errors, { separator: "\n  " }));
  assert.equal(document.specVersion, "1.6");
  assert.ok(document.vulnerabilities.length > 0, "there is something to look at");
  const component = document.metadata.component["bom-ref"];
  for (const { affects } of document.vulnerabilities)
    for (const { ref } of affects) assert.equal(ref, component, "it affects nothing that is there");
}

const filled = (text) => typeof text === "string" && text.length > 0;

function checkHeaders(headers) {
  assert.ok(Array.isArray(headers));
  for (const { name, value } of headers) assert.ok(filled(name) && filled(value), "a header without name or value");
}

function checkDast(report) {
  assert.match(report.version, /^15\.[0-9]+\.[0-9]+$/);
  const { scan, vulnerabilities } = report;
  for (const time of [scan.start_time, scan.end_time]) assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  assert.ok(["success", "failure"].includes(scan.status));
  assert.equal(scan.type, "dast");
  for (const tool of [scan.analyzer, scan.scanner])
    for (const text of [tool.id, tool.name, tool.version, tool.vendor.name]) assert.ok(filled(text));
  for (const { level, value } of scan.messages) assert.ok(["info", "warn", "fatal"].includes(level) && filled(value));
  for (const { method, type, url } of scan.scanned_resources) assert.ok(filled(method) && type === "url" && filled(url));
  const ids = new Set();
  for (const one of vulnerabilities) {
    assert.ok(filled(one.id) && !ids.has(one.id), "an id is missing or there twice");
    ids.add(one.id);
    assert.ok(["Info", "Unknown", "Low", "Medium", "High", "Critical"].includes(one.severity));
    assert.ok(one.identifiers.length >= 1 && one.identifiers.length <= 20);
    for (const { type, name, value } of one.identifiers) assert.ok(filled(type) && filled(name) && filled(value));
    for (const member of ["hostname", "method", "param", "path"]) assert.equal(typeof one.location[member], "string");
    assert.ok(one.name.length <= 255, `${one.name} is too long a name`);
    if (one.evidence.request) {
      checkHeaders(one.evidence.request.headers);
      assert.ok(filled(one.evidence.request.method) && filled(one.evidence.request.url));
    }
    if (one.evidence.response) {
      checkHeaders(one.evidence.response.headers);
      assert.ok(filled(one.evidence.response.reason_phrase) && Number.isInteger(one.evidence.response.status_code));
    }
    for (const flag of one.flags ?? []) {
      assert.equal(flag.type, "flagged-as-likely-false-positive");
      assert.ok(filled(flag.origin) && filled(flag.description));
    }
  }
}

// The rules of Jenkins and GitLab: which elements there are, sums that are right, and names of which GitLab would
// show the first alone where two were the same.
const childrenOf = {
  "": ["testsuites"],
  testsuites: ["testsuite"],
  testsuite: ["properties", "testcase"],
  properties: ["property"],
  testcase: ["failure", "error", "skipped", "system-out"],
};

function readXml(text) {
  const root = { name: "", children: [] };
  const open = [root];
  const body = text.replace(/^<\?xml [^?]*\?>\n/, "");
  for (const [mark, end, name, attributes, alone] of body.matchAll(/<(\/?)([a-z-]*)((?: [a-z]+="[^"<]*")*)(\/?)>|</g)) {
    assert.ok(name, `"${mark}" is no element`);
    if (end) {
      assert.equal(open.pop().name, name, `</${name}> ends another element`);
      continue;
    }
    const parent = open.at(-1);
    assert.ok((childrenOf[parent.name] ?? []).includes(name), `<${name}> stands in <${parent.name}>`);
    const values = Object.fromEntries([...attributes.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
    const element = { ...values, name, children: [], label: values.name };
    parent.children.push(element);
    if (!alone) open.push(element);
  }
  assert.equal(open.length, 1, "an element does not end");
  assert.ok(!/&(?!amp;|lt;|gt;|quot;|#13;)/.test(body), "an & that begins nothing");
  return root.children;
}

function checkJunit(text) {
  const [suites, ...more] = readXml(text);
  assert.equal(more.length, 0);
  const names = new Set();
  const sums = { tests: 0, failures: 0, errors: 0, skipped: 0 };
  for (const suite of suites.children) {
    assert.match(suite.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    const cases = suite.children.filter(({ name }) => name === "testcase");
    const outcomes = cases.flatMap(({ children }) => children.map(({ name }) => name));
    const having = (outcome) => outcomes.filter((each) => each === outcome).length;
    const counted = { tests: cases.length, failures: having("failure"), errors: having("error"), skipped: having("skipped") };
    for (const [key, value] of Object.entries(counted)) {
      assert.equal(Number(suite[key]), value, `${suite.label} counts its ${key} wrongly`);
      sums[key] += value;
    }
    for (const one of cases) {
      assert.ok(one.children.length <= 1, "a case has one outcome");
      assert.ok(filled(one.children[0]?.message ?? "a pass or a warning"), "an outcome without a message");
    }
  }
  for (const [, classname, name] of text.matchAll(/<testcase classname="([^"]*)" name="([^"]*)"/g)) {
    assert.ok(!names.has(`${classname} ${name}`), `two cases ${name}`);
    names.add(`${classname} ${name}`);
  }
  assert.equal(names.size, sums.tests);
  for (const [key, value] of Object.entries(sums)) assert.equal(Number(suites[key]), value, `the sum of ${key}`);
}

function checkOf(file) {
  if (file.endsWith(".junit.xml")) return checkJunit;
  if (file.endsWith(".sarif")) return checkSarif;
  return file.endsWith("vex.json") ? checkVex : checkDast;
}

for (const file of files) {
  checkOf(file)(file.endsWith(".xml") ? readFileSync(file, "utf8") : read(file));
  console.log(`${file}: fits`);
}
assert.ok(files.length > 0, "there is a file to check");
