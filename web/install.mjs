// Installs the npm packages of a front end into the build tree: exactly those of its lock file, and none of
// their scripts is run. Usage: node install.mjs SOURCE BUILD
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const [source, build] = process.argv.slice(2);
mkdirSync(build, { recursive: true });
for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(source, file), join(build, file));

const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: build, encoding: "utf8" });
if (npm.status !== 0) {
  console.error(`${npm.stdout ?? ""}${npm.stderr ?? ""}${npm.error ?? ""}
web/${basename(source)}: npm could not install the packages that package-lock.json names. The build needs an npm
registry once, and again when that file changes. Does \`npm ping\` reach one? \`npm config set registry URL\` names
another, \`npm config set proxy URL\` a proxy.`);
  process.exit(1);
}
writeFileSync(join(build, ".installed-lock.json"), readFileSync(join(source, "package-lock.json")));
