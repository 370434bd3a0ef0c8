// Flags (AP.flag, and what the simulator itself has to say) and the older messages (AP.messages): what there is of
// them; messages.tsx draws it.
import { text } from "./bridge/method";
import { Watched } from "./watched";

export interface Action {
  readonly text: string;
  readonly run: () => void;
}

export interface Flag {
  readonly id: string;
  readonly type: string; // info, success, warning, error; for messages also generic and hint
  readonly title: string;
  readonly body: string;
  readonly actions: readonly Action[];
  readonly closes: "auto" | "manual";
  readonly onClose: () => void;
}

const shownMaxCount = 50; // of flags, and of messages
const actionsMaxCount = 10; // of one flag; the rest is left out

export const flags = new Watched<readonly Flag[]>([]); // the newest first, as messages are
export const messages = new Watched<readonly Flag[]>([]);

// One too many closes the oldest.
function show(list: Watched<readonly Flag[]>, flag: Flag): void {
  const gone = list.value[shownMaxCount - 1];
  list.value = [flag, ...list.value.slice(0, shownMaxCount - 1)];
  gone?.onClose();
}

function close(list: Watched<readonly Flag[]>, id: string): void {
  const flag = list.value.find((each) => each.id === id);
  if (!flag) return;
  list.value = list.value.filter((each) => each !== flag);
  flag.onClose();
}

export const closeFlag = (id: string): void => close(flags, id);
export const closeMessage = (id: string): void => close(messages, id);

let made = 0;

interface Wish {
  readonly id?: string; // takes the place of a flag that has it
  readonly type: string;
  readonly title: string;
  readonly body: string;
  readonly close?: "auto" | "manual";
}

export function showFlag({ id, type, title, body, close: closes = "auto" }: Wish): void {
  made += 1;
  const own = `own-${id ?? made}`;
  flags.value = flags.value.filter((each) => each.id !== own);
  show(flags, { id: own, type, title, body, actions: [], closes, onClose: () => undefined });
}

// As the bridge describes a flag to its host.
interface BridgeFlag {
  readonly id: string;
  readonly type: string;
  readonly title?: unknown;
  readonly body?: unknown;
  readonly close?: unknown;
  readonly actions: readonly { readonly actionText: unknown; readonly executeAction: () => void }[];
  readonly onClose: (id: string) => void;
}

export const flagProvider = {
  create(flag: BridgeFlag): { close: () => void } {
    show(flags, {
      id: flag.id,
      type: text(flag.type),
      title: text(flag.title),
      body: text(flag.body),
      actions: flag.actions
        .slice(0, actionsMaxCount)
        .map((action) => ({ text: text(action.actionText), run: action.executeAction })),
      closes: flag.close === "auto" ? "auto" : "manual",
      onClose: () => flag.onClose(flag.id),
    });
    return { close: () => closeFlag(flag.id) };
  },
};

const closed = new Map<string, () => void>();

function showMessage(type: string, title: unknown, body: unknown, options: Record<string, unknown>): void {
  const id = text(options["id"]);
  show(messages, {
    id,
    type,
    title: text(title),
    body: text(body),
    actions: [],
    closes: options["fadeout"] === true ? "auto" : "manual",
    onClose: () => {
      closed.get(id)?.();
      closed.delete(id);
    },
  });
}

type Show = (title: unknown, body: unknown, options: Record<string, unknown>) => void;
const messageOf = (type: string): Show => (title, body, options) => showMessage(type, title, body, options);

export const messageProvider = {
  generic: messageOf("generic"),
  error: messageOf("error"),
  warning: messageOf("warning"),
  success: messageOf("success"),
  info: messageOf("info"),
  hint: messageOf("hint"),
  clear: closeMessage,
  onClose: (id: string, told: () => void): void => {
    if (messages.value.some((each) => each.id === id)) closed.set(id, told);
  },
};
