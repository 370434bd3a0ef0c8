// A Connect app on atlassian-connect-express, unmodified, as its users write them: pages behind authenticate(), an API
// behind the context token. It registers itself at the hosts of config.json. Prints its descriptor's address.
"use strict";
const path = require("path");
const express = require("express");
const bodyParser = require("body-parser");
const connect = require("atlassian-connect-express");

connect.store.register("process-memory", () => {
  const tenants = new Map();
  const of = (clientKey) => tenants.get(clientKey) || tenants.set(clientKey, new Map()).get(clientKey);
  return {
    get: async (key, clientKey) => of(clientKey).get(key) ?? null,
    set: async (key, value, clientKey) => { of(clientKey).set(key, value); return value; },
    del: async (key, clientKey) => of(clientKey).delete(key),
    saveInstallation: async (value, clientKey) => { of(clientKey).set("clientInfo", value); return value; },
    getAllClientInfos: async () => [...tenants.values()].map((tenant) => tenant.get("clientInfo")),
    isMemoryStore: () => true,
  };
});

const app = express();
const server = app.listen(0, "127.0.0.1", () => {
  const address = `http://127.0.0.1:${server.address().port}`;
  process.env.AC_LOCAL_BASE_URL = address;
  app.use(bodyParser.json());
  app.use(bodyParser.urlencoded({ extended: false }));
  const addon = connect(app, {}, { info() {}, warn() {}, debug() {}, error: (...text) => console.error(...text) });
  app.use(addon.middleware());
  app.use("/static", express.static(path.join(__dirname, "public")));

  const page = (body) => (req, res) =>
    res.send(`<!doctype html><html><head><title>Notes</title><script src="${res.locals.hostScriptUrl}"></script></head>
<body data-issue="${encodeURIComponent(req.query.issue ?? "")}">${body}</body></html>`);
  const panel = `<h1>Notes</h1>
<dl><dt>Tenant</dt><dd id="tenant"></dd><dt>Summary</dt><dd id="summary"></dd><dt>User</dt><dd id="user"></dd><dt>Place</dt><dd id="place"></dd><dt>Dialog</dt><dd id="said"></dd></dl>
<button id="dialog">Dialog</button> <button id="flag">Flag</button> <button id="grow">Grow</button>
<script src="/static/panel.js"></script>`;
  app.get("/panel", addon.authenticate(), page(panel));
  app.get("/dialog", addon.authenticate(), page(`<p id="given"></p><button id="close">Close</button><script src="/static/dialog.js"></script>`));
  app.get("/settings", addon.authenticate(), addon.authorizeJira({ global: ["ADMINISTER"] }), page("<h1>Settings</h1>"));
  // With a context token: the query hash says nothing, so it is not compared.
  app.get("/whoami", addon.authenticate(true), (req, res) => res.json({ tenant: req.context.clientKey, user: req.context.userAccountId }));

  addon.register();
  console.log(`${address}/atlassian-connect.json`);
});
process.on("SIGTERM", () => process.exit(0));
