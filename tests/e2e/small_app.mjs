// A small app that a test writes itself: its descriptor, and a server that takes every install.
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

export const panel = (key) => ({ key, name: { value: key }, location: "atl.jira.view.issue.right.context", url: `/${key}` });

// Answers with the page that `html` makes of the path.
export const shows = (html) => (_request, response, path) => {
  response.setHeader("Content-Type", "text/html");
  response.end(html(path));
};

// `told` hears of each lifecycle event with its body; the answer waits for what it returns. All other requests are for
// `answer`. The rest are members of the descriptor.
export async function startSmallApp({ lifecycle = ["installed"], told = () => {}, answer, ...members }) {
  const server = createServer(async (request, response) => {
    const path = request.url.split("?")[0];
    if (path === "/atlassian-connect.json") return response.end(JSON.stringify(descriptor));
    const event = path.slice(1);
    if (!lifecycle.includes(event)) return answer(request, response, path);
    await told(event, JSON.parse(await text(request)));
    response.writeHead(204).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${server.address().port}`;
  const descriptor = {
    baseUrl: base,
    authentication: { type: "jwt" },
    apiMigrations: { "signed-install": true, "context-qsh": true },
    ...(lifecycle.length > 0 && { lifecycle: Object.fromEntries(lifecycle.map((event) => [event, `/${event}`])) }),
    scopes: ["READ"],
    ...members,
  };
  return {
    base,
    descriptor: `${base}/atlassian-connect.json`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
