// A small Connect app on atlassian-connect-express, as its users write them: authenticated pages, a webhook, static
// files. Listens on a free loopback port and prints its descriptor's address as the only line on standard output.
"use strict";
const path = require("path");
const express = require("express");
const bodyParser = require("body-parser");
const connect = require("atlassian-connect-express");

// Tenants live as long as the process.
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

  // ACE sets none of these: docs/checks/cache-control.md and its neighbours.
  app.use((req, res, next) => {
    res.set("Cache-Control", "no-cache, no-store");
    res.set("Referrer-Policy", "no-referrer");
    res.set("X-Content-Type-Options", "nosniff");
    res.set("Content-Security-Policy", "default-src 'self'; frame-ancestors https://*.atlassian.net https://*.jira.com");
    next();
  });
  app.use(bodyParser.json());
  app.use(bodyParser.urlencoded({ extended: false }));
  const silent = { info() {}, warn() {}, debug() {}, error: (...text) => console.error(...text) };
  const addon = connect(app, {}, silent);
  app.use(addon.middleware());
  app.use("/static", express.static(path.join(__dirname, "public")));

  const page = (title) => (req, res) =>
    res.send(`<!doctype html><title>${title}</title><h1>${title}</h1><p>Tenant ${req.context.clientKey}</p>`);
  app.get("/note", addon.authenticate(), page("Note"));
  app.get("/overview", addon.authenticate(), page("Notes"));
  app.get("/settings", addon.authenticate(), addon.authorizeJira({ global: ["ADMINISTER"] }), page("Settings"));
  app.post("/enabled", addon.authenticate(), (req, res) => res.sendStatus(204));

  console.log(`${address}/atlassian-connect.json`);
});
process.on("SIGTERM", () => process.exit(0));
