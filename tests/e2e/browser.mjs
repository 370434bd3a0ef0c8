// Debian's Chromium, driven by playwright-core, with nothing that would speak to the internet by itself.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";

export function skip(reason) {
  console.error(`skipped: ${reason}`);
  process.exit(77);
}

// `packages` is a folder in which playwright-core is installed. Its profile is new and is removed at the end.
export async function launch(packages) {
  if (spawnSync("chromium", ["--version"]).status !== 0) skip("chromium is not installed");
  const { chromium } = createRequire(resolve(packages, "package.json"))("playwright-core");
  const path = spawnSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).stdout.trim();
  return chromium.launch({
    executablePath: path,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
