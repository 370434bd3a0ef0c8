// Programs that run while a test does.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const running = [];

// Starts it and waits for a line of its standard output that matches; `found` is that match.
export async function start(until, command, args, options = {}) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  running.push(child);
  const program = { child, stderr: "", lines: [] };
  child.stderr.on("data", (text) => (program.stderr += text));
  const found = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      program.lines.push(line);
      const match = until.exec(line);
      if (match) resolve(match);
    });
    child.once("error", reject);
    child.once("exit", (status) => reject(new Error(`${command} ${args.join(" ")} ended with ${status}:\n${program.stderr}`)));
  });
  program.found = await found;
  return program;
}

export async function stopAll() {
  for (const child of running.reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  }
}

// A simulator with nothing installed: its process, the addresses of its sites, and of its key server.
export async function startSimulator(postern, options = {}) {
  const simulator = await start(/^Key server: (\S+)$/, postern, ["simulator", "--port", "0", "--ephemeral"], options);
  const sites = simulator.lines.flatMap((line) => line.match(/^Site \w+: (http:\/\/[^/]+)/)?.[1] ?? []);
  return { child: simulator.child, sites, keys: simulator.found[1] };
}

// What a page of a site holds for its script.
export async function pageData(site, path) {
  const html = await (await fetch(site + path)).text();
  return JSON.parse(/<script type="application\/json" id="data">([^]*?)<\/script>/.exec(html)[1]);
}

// Installs as an app in development does that installs itself.
export async function install(site, descriptor) {
  const list = await fetch(`${site}/rest/plugins/1.0/`);
  const answer = await fetch(`${site}/rest/plugins/1.0/?token=${list.headers.get("upm-token")}`, {
    method: "POST",
    headers: { "Content-Type": "application/vnd.atl.plugins.remote.install+json" },
    body: JSON.stringify({ pluginUri: descriptor }),
  });
  const task = await answer.json();
  assert.equal(answer.status, 202, JSON.stringify(task));
  const plugin = await (await fetch(site + task.links.self)).json();
  assert.equal(plugin.enabled, true, `${descriptor} is not installed: ${JSON.stringify(plugin)}`);
}
