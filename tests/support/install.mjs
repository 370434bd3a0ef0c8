// Copies an npm project into a folder of the build tree and runs `npm ci` there, once for each lock file.
// Usage: node install.mjs SOURCE DESTINATION. Exits with 77 ("skipped") where the registry cannot be reached.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [source, destination] = process.argv.slice(2);
const lock = readFileSync(join(source, "package-lock.json"), "utf8");
const stamp = join(destination, ".installed-lock.json");

mkdirSync(destination, { recursive: true });
cpSync(source, destination, { recursive: true, filter: (path) => !path.includes("node_modules") });
if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) process.exit(0);

const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: destination, encoding: "utf8" });
if (npm.status === 0) {
  writeFileSync(stamp, lock);
  process.exit(0);
}
const output = `${npm.stdout ?? ""}${npm.stderr ?? ""}${npm.error ?? ""}`;
console.error(output);
if (/EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/.test(output)) {
  console.error("skipped: the npm registry cannot be reached");
  process.exit(77);
}
process.exit(1);
