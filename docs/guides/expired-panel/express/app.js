// A Connect app on atlassian-connect-express 11 that counts how often an issue was updated, and shows that in a panel.
"use strict";
const path = require("path");
const express = require("express");
const bodyParser = require("body-parser");
const connect = require("atlassian-connect-express");
const { contextToken, panel } = require("./late-panel");
const { memoryStore } = require("./memory-store");

connect.store.register("process-memory", memoryStore);
const updates = new Map(); // "CLIENT-KEY ISSUE-KEY" → number

const app = express();
const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  const address = process.env.AC_LOCAL_BASE_URL ?? `http://localhost:${server.address().port}`;
  process.env.AC_LOCAL_BASE_URL = address;

  app.disable("x-powered-by");
  app.use((req, res, next) => {
    res.set({ "Cache-Control": "no-cache, no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff" });
    next();
  });
  app.use(bodyParser.json());
  app.use(bodyParser.urlencoded({ extended: false }));
  const addon = connect(app);
  app.use(addon.middleware());
  for (const name of ["panel.js", "panel.css", "icon.svg"])
    app.get(`/static/${name}`, (req, res) => res.sendFile(path.join(__dirname, "..", name)));

  const page = { title: "Updates of this issue", style: "/static/panel.css", script: "/static/panel.js", api: "/api/issue" };
  app.get("/panel", ...panel(addon, page));

  // The issue is the one that the host puts into the token: nobody sees one that is not open in front of them.
  app.get("/api/issue", ...contextToken(addon), (req, res) => {
    const { clientKey, context, hostBaseUrl, userAccountId } = req.context;
    const issue = context?.jira?.issue?.key;
    if (!issue || (req.query.issueKey && req.query.issueKey !== issue)) return res.sendStatus(403);
    res.json({
      site: hostBaseUrl,
      account: userAccountId,
      issue,
      updates: updates.get(`${clientKey} ${issue}`) ?? 0,
    });
  });

  app.post("/enabled", addon.authenticate(), (req, res) => res.sendStatus(204));
  addon.on("jira:issue_updated", (event, body, req) => {
    const key = `${req.context.clientKey} ${body.issue.key}`;
    updates.set(key, (updates.get(key) ?? 0) + 1);
  });

  console.log(`${address}/atlassian-connect.json`);
  addon.register(); // installs the app at the hosts of config.json, in development
});
