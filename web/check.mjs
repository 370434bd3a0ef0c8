// Checks the types of a front end with tsc, beside the packages that its build has installed.
// Usage: node check.mjs SOURCE BUILD
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";

const [source, build] = process.argv.slice(2);
const copy = join(build, "types");
rmSync(copy, { recursive: true, force: true });
for (const part of ["src", "tsconfig.json"]) cpSync(join(source, part), join(copy, part), { recursive: true });
const tsc = join(build, "node_modules", "typescript", "bin", "tsc");
process.exit(spawnSync(process.execPath, [tsc, "--noEmit", "-p", copy], { stdio: "inherit" }).status ?? 1);
