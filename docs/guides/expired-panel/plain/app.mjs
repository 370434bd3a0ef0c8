// A Connect app in plain JavaScript, without packages, that counts how often an issue was updated, and shows that in a
// panel. Started with: node app.mjs
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { isExpired, isSignedByHost, isSignedWith, queryHash, read } from "./connect.mjs";

const keyServer = process.env.CONNECT_KEYS_CDN_URL ?? "https://connect-install-keys.atlassian.com";
const cdn = "https://connect-cdn.atl-paas.net/all.js";
const bodyMaxBytes = 1024 * 1024;
const file = (name) => readFileSync(new URL(`../${name}`, import.meta.url));
const script = file("panel.js");
const style = file("panel.css");
const icon = file("icon.svg");
const tenants = new Map(); // clientKey → { clientKey, secret, baseUrl, updates }, in memory; yours are in a database

const json = (status, value) => ({ status, type: "application/json", body: JSON.stringify(value) });
const refusal = { status: 401, body: "This request is not authenticated.\n" };

const descriptor = () => ({
  key: "com.example.expired-panel-plain",
  name: "Updates (plain JavaScript)",
  description: "Counts how often an issue was updated.",
  baseUrl,
  vendor: { name: "Example", url: "https://vendor.example" },
  authentication: { type: "jwt" },
  apiMigrations: { gdpr: true, "signed-install": true, "context-qsh": true },
  scopes: ["READ"],
  lifecycle: { installed: "/installed", uninstalled: "/uninstalled" },
  modules: {
    jiraIssueContents: [
      {
        key: "updates",
        name: { value: "Updates" },
        tooltip: { value: "Show how often this issue was updated" },
        icon: { width: 24, height: 24, url: "/static/icon.svg" },
        target: { type: "web_panel", url: "/panel?issueKey={issue.key}&projectKey={project.key}" },
      },
    ],
    webhooks: [{ event: "jira:issue_updated", url: "/issue-updated" }],
  },
});

const headerToken = (request) => /^JWT (\S+)$/.exec(request.headers.authorization ?? "")?.[1];

// The tenant that signed the token, and what the token says; throws for a token of anybody else.
function authentic(compact) {
  const token = read(compact);
  const tenant = tenants.get(token.claims.iss);
  if (!tenant || !isSignedWith(tenant.secret, token)) throw new Error("not signed by a tenant");
  return { tenant, claims: token.claims };
}

// The page holds no data. Who comes with a token in time gets it with status 200. Who comes late, with a token that the
// host made for this very address and that has only expired since, gets it with status 401. Its script fetches the
// data with a fresh token.
function panel(request, url) {
  const { tenant, claims } = authentic(url.searchParams.get("jwt") ?? "");
  if (typeof claims.exp !== "number" || claims.qsh !== queryHash("GET", url)) return refusal;
  // Sites of the cloud have the bridge on the CDN, every other host (a simulator) has its own.
  const host = new URL(tenant.baseUrl);
  const bridge = new URL(/\.(atlassian\.net|jira\.com)$/.test(host.hostname) ? cdn : `${host.origin}/atlassian-connect/all.js`);
  return {
    status: isExpired(claims) ? 401 : 200,
    type: "text/html",
    policy:
      `default-src 'none'; script-src 'self' ${bridge.origin}; style-src 'self'; connect-src 'self'; base-uri 'none'; ` +
      `form-action 'none'; frame-ancestors ${host.origin}`,
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Updates of this issue</title>
<link rel="stylesheet" href="/static/panel.css">
<script src="${bridge.href}"></script>
<script src="/static/panel.js" defer></script>
</head>
<body>
<div class="ac-content">
<h1>Updates of this issue</h1>
<div id="panel" data-api="/api/issue"><p role="status">Loading …</p></div>
</div>
</body>
</html>
`,
  };
}

// A context token in the header, and nothing else. The issue is the one that the host puts into the token: nobody sees
// one that is not open in front of them.
function issueData(request, url) {
  const { tenant, claims } = authentic(headerToken(request) ?? "");
  if (isExpired(claims) || claims.qsh !== "context-qsh") return refusal;
  const issue = claims.context?.jira?.issue?.key;
  const asked = url.searchParams.get("issueKey");
  if (!issue || (asked && asked !== issue)) return json(403, { error: "the token is for another issue" });
  return json(200, { site: tenant.baseUrl, account: claims.sub, issue, updates: tenant.updates.get(issue) ?? 0 });
}

// The host's own key signs installs; the key server says which that is.
async function isFromHost(request, url, body) {
  const token = read(headerToken(request) ?? "");
  if (!/^[\w-][\w.-]*$/.test(token.header.kid ?? "")) return false;
  const answer = await fetch(`${keyServer}/${token.header.kid}`);
  const { iss, aud, qsh } = token.claims;
  return (
    answer.ok &&
    isSignedByHost(await answer.text(), token) &&
    !isExpired(token.claims) &&
    iss === body.clientKey &&
    [aud].flat().includes(baseUrl) &&
    qsh === queryHash("POST", url)
  );
}

async function lifecycle(request, url, body) {
  if (!(await isFromHost(request, url, body))) return refusal;
  const { clientKey, sharedSecret: secret, baseUrl: site } = body;
  if (url.pathname === "/uninstalled") tenants.delete(clientKey);
  else tenants.set(clientKey, { clientKey, secret, baseUrl: site, updates: tenants.get(clientKey)?.updates ?? new Map() });
  return { status: 204 };
}

function webhook(request, url, body) {
  const { tenant, claims } = authentic(headerToken(request) ?? "");
  if (isExpired(claims) || claims.qsh !== queryHash("POST", url)) return refusal;
  const { key } = body.issue;
  tenant.updates.set(key, (tenant.updates.get(key) ?? 0) + 1);
  return { status: 204 };
}

const routes = {
  "GET /atlassian-connect.json": () => json(200, descriptor()),
  "GET /static/panel.js": () => ({ status: 200, type: "text/javascript", body: script }),
  "GET /static/panel.css": () => ({ status: 200, type: "text/css", body: style }),
  "GET /static/icon.svg": () => ({ status: 200, type: "image/svg+xml", body: icon }),
  "GET /panel": panel,
  "GET /api/issue": issueData,
  "POST /installed": lifecycle,
  "POST /uninstalled": lifecycle,
  "POST /issue-updated": webhook,
};

async function bodyOf(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    if ((bytes += chunk.length) > bodyMaxBytes) throw new Error("the body is too long");
    chunks.push(chunk);
  }
  return bytes > 0 ? JSON.parse(Buffer.concat(chunks).toString("utf8")) : {};
}

// A request that cannot be read or verified is refused like any other.
async function answer(request) {
  try {
    const url = new URL(request.url, baseUrl);
    const route = routes[`${request.method} ${url.pathname}`];
    if (!route) return { status: 404, body: "There is nothing here.\n" };
    return await route(request, url, request.method === "POST" ? await bodyOf(request) : undefined);
  } catch {
    return refusal;
  }
}

const server = createServer(async (request, response) => {
  const { status, type = "text/plain", policy = "default-src 'none'", body = "" } = await answer(request);
  response.writeHead(status, {
    "Content-Type": `${type}; charset=utf-8`,
    "Content-Security-Policy": policy,
    "Cache-Control": "no-cache, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(body);
});
let baseUrl;
server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  baseUrl = process.env.BASE_URL ?? `http://localhost:${server.address().port}`;
  console.log(`${baseUrl}/atlassian-connect.json`);
});
