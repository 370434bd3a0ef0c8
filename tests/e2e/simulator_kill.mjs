// The simulator is killed in the middle of an install, before and after the app has answered, and started again: the
// install is there or it is not, and the state is whole. Usage: node simulator_kill.mjs POSTERN
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [postern] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "postern-kill-"));
const state = join(folder, "state.sqlite");

// An app that takes every install and holds back the answer to the event in `held` until it is told to go on.
const app = { held: "", secrets: new Map(), reached: () => {} };
const server = createServer((request, response) => {
  let text = "";
  request.on("data", (chunk) => (text += chunk));
  request.on("end", () => {
    if (request.url === "/atlassian-connect.json") return response.end(JSON.stringify(descriptor()));
    const body = JSON.parse(text || "{}");
    if (request.url === "/installed") app.secrets.set(body.clientKey, body.sharedSecret);
    if (request.url === `/${app.held}`) return app.reached();
    response.writeHead(204).end();
  });
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const base = `http://127.0.0.1:${server.address().port}`;
const descriptor = () => ({
  key: "com.example.postern.kill",
  name: "Slow to install",
  baseUrl: base,
  authentication: { type: "jwt" },
  lifecycle: { installed: "/installed", enabled: "/enabled" },
  modules: { webPanels: [{ key: "panel", name: { value: "P" }, location: "atl.jira.view.issue.right.context", url: "/p" }] },
});

async function start(...options) {
  const child = spawn(postern, ["simulator", "--state", state, "--port", "0", ...options], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return { child, alpha: new URL(line.match(/http:\S+/)[0]).origin };
}

async function kill({ child }) {
  child.kill("SIGKILL");
  await once(child, "exit");
}

async function dataOf(alpha, path) {
  const html = await (await fetch(alpha + path)).text();
  return JSON.parse(html.match(/id="data">(.*?)<\/script>/s)[1]);
}

// Whether the token in a frame's address was signed with the secret that the app was given.
function isSignedWith(secret, address) {
  const [header, claims, signature] = new URL(address).searchParams.get("jwt").split(".");
  return createHmac("sha256", secret).update(`${header}.${claims}`).digest("base64url") === signature;
}

async function killAt(event) {
  app.held = event;
  const reached = new Promise((resolve) => (app.reached = resolve));
  const simulator = await start("--app", `${base}/atlassian-connect.json`);
  await reached;
  await kill(simulator);
  app.held = "";
}

try {
  await killAt("installed");
  let simulator = await start();
  assert.equal((await dataOf(simulator.alpha, "/")).app, null, "the app had not answered: it is not installed");
  await kill(simulator);

  await killAt("enabled");
  simulator = await start();
  const issue = await dataOf(simulator.alpha, "/browse/ALPHA-1");
  assert.equal(issue.app.key, "com.example.postern.kill", "the app had answered: it is installed");
  const [frame] = issue.page.frames;
  const secrets = [...app.secrets.values()];
  assert.ok(secrets.some((secret) => isSignedWith(secret, frame.url)), "with the secret that the app was given");
  await kill(simulator);
} finally {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
