// Holds documents to a published JSON Schema, and the schema to its purpose: each document must fit it, and must
// no longer fit once any member is taken away or has another type.
// Usage: node validate.mjs PROJECT_FOLDER SCHEMA DOCUMENT…  (PROJECT_FOLDER has node_modules/ajv)
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [folder, schemaFile, ...files] = process.argv.slice(2);
if (!existsSync(join(folder, "node_modules", "ajv"))) {
  console.error("skipped: ajv is not installed");
  process.exit(77);
}
const require = createRequire(join(resolve(folder), "package.json"));
const Ajv = require("ajv/dist/2020.js").default;

const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const schema = read(schemaFile);
const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: false });
const validate = ajv.compile(schema);
const fits = (document) => validate(document);
const complaints = () => ajv.errorsText(validate.errors, { separator: "\n  " });

// Members that a document may lack; where it has one of the last two, it has only that one.
const optional = new Set(["descriptor", "dns", "page", "/descriptor/key", "/descriptor/name", "/descriptor/base_url", "/descriptor/authentication", "access", "lifecycle", "admin", "cross_origin", "exposed_paths", "input", "resources", "fetched", "tls", "plain", "secure", "session", "placement"]);

// A value that stands nowhere in place of one of this kind.
function ofAnotherType(value) {
  if (Array.isArray(value)) return { "not a list": true };
  if (typeof value === "boolean" || typeof value === "number" || value === null) return "not that";
  return -0.5;
}

// Spoils the document at each of its members in turn, puts the member back, and counts. Of long lists, the first two
// and the last item are tried.
function spoilEach(value, document, where) {
  let count = 0;
  if (Array.isArray(value)) {
    for (const index of new Set([0, 1, value.length - 1]).values()) {
      if (index < 0 || index >= value.length) continue;
      const kept = value[index];
      value[index] = ofAnotherType(kept);
      assert.ok(!fits(document), `a wrong type at ${where}/${index} is not noticed`);
      value[index] = kept;
      count += 1 + spoilEach(kept, document, `${where}/${index}`);
    }
  } else if (value && typeof value === "object") {
    for (const [name, kept] of Object.entries(value)) {
      value[name] = ofAnotherType(kept);
      assert.ok(!fits(document), `a wrong type at ${where}/${name} is not noticed`);
      delete value[name];
      if (!optional.has(name) && !optional.has(`${where}/${name}`)) assert.ok(!fits(document), `that ${where}/${name} is missing is not noticed`);
      value[name] = kept;
      count += 2 + spoilEach(kept, document, `${where}/${name}`);
    }
  }
  return count;
}

for (const file of files) {
  const document = read(file);
  assert.ok(fits(document), `${file} does not fit ${schemaFile}:\n  ${complaints()}`);

  const spoilt = spoilEach(document, document, "");
  assert.ok(spoilt > 20, `only ${spoilt} ways to spoil ${file} were tried`);
  assert.ok(fits(document), "the document is whole again");

  document["a member of a later version"] = 1;
  assert.ok(fits(document), "members of later versions are ignored");
  console.log(`${file}: fits, and ${spoilt} spoilt ones do not`);
}
assert.ok(files.length > 0, "there is a document to validate");
