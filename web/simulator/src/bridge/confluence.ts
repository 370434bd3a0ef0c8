// AP.confluence: macros, and the properties of the page that they stand on. What an app saves of a macro lasts as long
// as the page; properties go through the REST API.
import { askRest, sentence } from "../calls";
import { showFlag } from "../flags";
import type { Frame, Macro } from "../data";
import { method, text, type Call } from "./method";
import { notSimulated } from "./not_simulated";

const saved = new Map<string, Macro>();

const macroOf = (frame: Frame): Macro => saved.get(frame.module) ?? frame.macro ?? { parameters: {}, body: "" };

async function property(call: Call, verb: "GET" | "PUT", key: string, value?: unknown): Promise<unknown> {
  const { frame } = call.live;
  const id = frame.context["content.id"] ?? frame.context["page.id"] ?? "";
  const answer = await askRest({
    module: frame.module,
    method: verb,
    url: `/wiki/rest/api/content/${encodeURIComponent(id)}/property/${encodeURIComponent(key)}`,
    body: value === undefined ? "" : JSON.stringify(value),
    contentType: value === undefined ? "" : "application/json",
  });
  if (answer.status === 404) return null;
  if (answer.status < 200 || answer.status > 299) throw new Error(`The site answered ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body || "null");
}

const read = method(["key", "callback"], (call, key) =>
  property(call, "GET", text(key)).then(call.answer, () => call.answer(null)),
);

export const confluence = {
  getMacroData: method(["callback"], ({ live, answer }) => answer(macroOf(live.frame).parameters)),
  getMacroBody: method(["callback"], ({ live, answer }) => answer(macroOf(live.frame).body)),
  saveMacro: method(["parameters", "body", "callback"], ({ live }, parameters, body) => {
    const before = macroOf(live.frame);
    saved.set(live.frame.module, {
      parameters: (parameters ?? {}) as Macro["parameters"],
      body: body === undefined ? before.body : text(body),
    });
    showFlag({ type: "success", title: "Macro saved", body: "Until this page is reloaded.", close: "auto" });
  }),
  closeMacroEditor: notSimulated("The macro editor", ["callback"], "Macros are shown here as readers see them."),
  closeMacroPropertyPanel: method(["callback"], () => undefined),
  onMacroPropertyPanelEvent: method(["events", "callback"], () => undefined),
  getContentProperty: read,
  syncPropertyFromServer: read,
  setContentProperty: method(["property", "callback"], (call, given) => {
    const wanted = (given ?? {}) as { readonly key?: unknown };
    property(call, "PUT", text(wanted.key), given).then(
      (stored) => call.answer({ property: stored }),
      (error: unknown) => call.answer({ error: sentence(error) }),
    );
  }),
};
