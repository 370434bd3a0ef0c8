// The simulator is killed in the middle of an install, before and after the app has answered, and started again: the
// install is there or it is not, and the state is whole. Usage: node simulator_kill.mjs POSTERN
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pageData, start, stopAll } from "./running.mjs";
import { panel, startSmallApp } from "./small_app.mjs";

const [postern] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "postern-kill-"));
const state = join(folder, "state.sqlite");

// An app that holds back the answer to the event in `held`.
const secrets = new Map();
let held = "";
let reached;
const app = await startSmallApp({
  key: "com.example.postern.kill",
  name: "Slow to install",
  lifecycle: ["installed", "enabled"],
  modules: { webPanels: [panel("panel")] },
  told: (event, body) => {
    if (event === "installed") secrets.set(body.clientKey, body.sharedSecret);
    if (event !== held) return undefined;
    reached();
    return new Promise(() => {});
  },
});

async function startWith(...options) {
  const { child, found } = await start(/^Site alpha: (\S+)$/, postern, ["simulator", "--state", state, "--port", "0", ...options]);
  return { child, alpha: new URL(found[1]).origin };
}

async function kill({ child }) {
  child.kill("SIGKILL");
  await once(child, "exit");
}

// Whether the token in a frame's address was signed with the secret that the app was given.
function isSignedWith(secret, address) {
  const [header, claims, signature] = new URL(address).searchParams.get("jwt").split(".");
  return createHmac("sha256", secret).update(`${header}.${claims}`).digest("base64url") === signature;
}

async function killAt(event) {
  held = event;
  const hanging = new Promise((resolve) => (reached = resolve));
  const simulator = await startWith("--app", app.descriptor);
  await hanging;
  await kill(simulator);
  held = "";
}

try {
  await killAt("installed");
  let simulator = await startWith();
  assert.equal((await pageData(simulator.alpha, "/")).app, null, "the app had not answered: it is not installed");
  await kill(simulator);

  await killAt("enabled");
  simulator = await startWith();
  const issue = await pageData(simulator.alpha, "/browse/ALPHA-1");
  assert.equal(issue.app.key, "com.example.postern.kill", "the app had answered: it is installed");
  const [frame] = issue.page.frames;
  assert.ok([...secrets.values()].some((secret) => isSignedWith(secret, frame.url)), "with the secret that the app was given");
  await kill(simulator);
} finally {
  await stopAll();
  app.close();
  rmSync(folder, { recursive: true, force: true });
}
