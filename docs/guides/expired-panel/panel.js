// Fills the panel with data, however old the page around it is: asks the host for a fresh token, and the app for the
// data with it. The page loads the bridge (all.js) before this script and has, in an element of class ac-content,
//   <div id="panel" data-api="/api/issue"></div>
"use strict";
(() => {
  const waitMilliseconds = 15_000; // for the host to give a token
  const parameters = ["issueKey", "projectKey"]; // of the page's own address, which the app asks about
  const terms = { site: "Site", account: "You are", issue: "Issue", project: "Project", installation: "Installation" };
  const panel = document.getElementById("panel");

  function element(name, text = "", properties = {}) {
    const made = Object.assign(document.createElement(name), properties);
    made.textContent = text; // text, never markup
    return made;
  }

  function freshToken() {
    if (!window.AP || !window.AP.context)
      return Promise.reject(new Error("this page is not inside the host product, or its script (all.js) did not load"));
    const late = new Promise((_, reject) =>
      setTimeout(() => reject(new Error("the host product gave no token")), waitMilliseconds));
    return Promise.race([window.AP.context.getToken(), late]);
  }

  async function data() {
    const address = new URLSearchParams(location.search);
    const asked = new URLSearchParams();
    for (const name of parameters) if (address.has(name)) asked.set(name, address.get(name));
    const token = await freshToken();
    const answer = await fetch(`${panel.dataset.api}?${asked}`, {
      headers: { Accept: "application/json", Authorization: `JWT ${token}` },
      cache: "no-store",
    });
    if (!answer.ok) throw new Error(`the app answered ${answer.status}`);
    return answer.json();
  }

  function show(issue) {
    const facts = element("dl");
    for (const [name, term] of Object.entries(terms))
      if (issue[name]) facts.append(element("dt", term), element("dd", issue[name]));
    const updates = element("p", "Updates since the app was installed: ");
    updates.append(element("output", String(issue.updates), { id: "updates" }));
    panel.replaceChildren(facts, updates, button("Count again"));
  }

  // Nothing here tries again by itself: an app that is down is not asked without end.
  function showFailure(error) {
    const sentence = `This panel could not be loaded: ${error.message}.`;
    panel.replaceChildren(element("p", sentence, { role: "alert" }), button("Try again"));
  }

  function button(text) {
    return element("button", text, { type: "button", onclick: load });
  }

  function load() {
    for (const each of panel.querySelectorAll("button")) each.disabled = true;
    return data().then(show).catch((error) => showFailure(error instanceof Error ? error : new Error(String(error))));
  }

  load();
})();
