"use strict";
const show = (id, text) => (document.getElementById(id).textContent = text);
const issue = document.body.dataset.issue;

AP.context.getToken()
  .then((token) => fetch("/whoami", { headers: { Authorization: `JWT ${token}` } }))
  .then((answer) => answer.json())
  .then(({ tenant }) => show("tenant", tenant))
  .catch((error) => show("tenant", `failed: ${error}`));
AP.request(`/rest/api/3/issue/${issue}`)
  .then(({ body }) => show("summary", JSON.parse(body).fields.summary))
  .catch((error) => show("summary", `failed: ${JSON.stringify(error)}`));
AP.user.getCurrentUser((user) => show("user", user.atlassianAccountId));
AP.context.getContext().then((context) => show("place", context.jira.issue.key));

document.getElementById("dialog").addEventListener("click", () => {
  AP.events.once("dialog.close", (data) => show("said", data?.said ?? "nothing"));
  AP.dialog.create({ key: "note-dialog", width: "300px", height: "200px", header: "A note", chrome: true, customData: { from: "panel" } });
});
document.getElementById("flag").addEventListener("click", () =>
  AP.flag.create({ title: "A flag", body: "Put up by the app", type: "success", close: "manual" }));
document.getElementById("grow").addEventListener("click", () => AP.resize("100%", "432px"));
