// The bridge reads the names of a method's parameters from the source of the function and sends them to the app. The
// source of a minified function has other names, so each method states its own.
import { sentence } from "../calls";
import { liveFrame, type LiveFrame } from "./live_frames";
import type { CallContext, Reply } from "./host";

export interface Call {
  readonly live: LiveFrame;
  readonly context: CallContext;
  readonly answer: (...values: unknown[]) => void;
}

// What an app gave where a text is wanted, which may be anything. Half of a surrogate pair is no text, and an object may
// have none.
export function text(value: unknown): string {
  try {
    return String(value ?? "").toWellFormed();
  } catch {
    return "";
  }
}

type Body = (call: Call, ...args: readonly unknown[]) => unknown;

function named(parameters: readonly string[], body: (...all: unknown[]) => unknown): (...all: unknown[]) => unknown {
  const source = `function (${parameters.join(", ")}) {}`;
  Object.defineProperty(body, "length", { value: parameters.length });
  Object.defineProperty(body, "toString", { value: () => source });
  return body;
}

const replyOf = (all: readonly unknown[]): Reply => all[all.length - 1] as Reply;

// Whoever calls is in the page. A call that arrives after its frame has left it is nobody's.
function dispatch(body: Body, all: readonly unknown[]): unknown {
  const reply = replyOf(all);
  const live = liveFrame(reply._context.extension_id);
  if (!live) return undefined;
  return body({ live, context: reply._context, answer: reply }, ...all.slice(0, -1));
}

// The last of the parameters is the callback; `call.answer` answers it. What goes wrong is the app's to hear.
export function method(parameters: readonly string[], body: Body): (...all: unknown[]) => unknown {
  return named(parameters, (...all) => {
    try {
      dispatch(body, all);
    } catch (error) {
      replyOf(all)({ error: sentence(error) });
    }
  });
}

// A method that gives a promise, or what it resolves to to the app's callback. To the app, `undefined` is a rejection.
export function promising(
  parameters: readonly string[],
  body: (call: Call, ...args: readonly unknown[]) => Promise<unknown>,
): (...all: unknown[]) => unknown {
  const result = named(parameters, async (...all) => (await dispatch(body, all)) ?? null);
  return Object.assign(result, { returnsPromise: true });
}

type Methods = Readonly<Record<string, Body>>;

// A class of which the app makes instances: the bridge wants the constructor and every method beside it.
export function instances(parameters: readonly string[], methods: Methods): object {
  const construct = named(parameters, function () {});
  const all: Record<string, unknown> = { constructor: construct };
  for (const [name, body] of Object.entries(methods)) {
    const wrapped = method(["callback"], body);
    all[name] = wrapped;
    (construct as { prototype: Record<string, unknown> }).prototype[name] = wrapped;
  }
  return all;
}
