// The dialogs that are open, as the bridge asks for them (AP.dialog) and as web items open them: the last one is on
// top. dialogs.tsx draws them.
import { askFrame, sentence } from "./calls";
import type { Frame } from "./data";
import type { CallContext, Extension } from "./bridge/host";
import { host } from "./bridge/host";
import { text } from "./bridge/method";
import { liveFrame, liveFrames } from "./bridge/live_frames";
import { showFlag } from "./flags";
import { cssLength } from "./length";
import { Watched } from "./watched";

export interface Button {
  readonly identifier: string;
  readonly text: string;
  readonly type: string; // primary, link, secondary
  readonly disabled: boolean;
  readonly hidden: boolean;
  readonly onClick: () => void;
}

export interface Dialog {
  readonly id: string;
  readonly appKey: string;
  readonly chrome: boolean;
  readonly header: string;
  readonly hint: string;
  readonly size: string; // small … fullscreen, or ""
  readonly width: string;
  readonly height: string;
  readonly closesOnEscape: boolean;
  readonly buttons: readonly Button[];
  readonly frame: Frame; // its options are those of the dialog
  readonly opener: Element | null; // gets the focus back
}

// The product shows one, and one upon it now and then. An app that wants more has a loop in it.
const dialogsMaxCount = 5; // open, and asked for
const buttonsMaxCount = 20; // of one dialog

export const dialogs = new Watched<readonly Dialog[]>([]);

const top = (): Dialog | undefined => dialogs.value[dialogs.value.length - 1];

export function pop(): void {
  const closed = top();
  if (!closed) return;
  dialogs.value = dialogs.value.slice(0, -1);
}

// Closed by the user, and not by the app: who opened it is told.
export function dismiss(): void {
  const closing = top();
  if (!closing) return;
  host().broadcastEvent("dialog.close", { addon_key: closing.appKey }, {});
  pop();
}

function change(identifier: string, what: (button: Button) => Button): void {
  const dialog = top();
  if (!dialog) return;
  const buttons = dialog.buttons.map((button) => (button.identifier === identifier ? what(button) : button));
  dialogs.value = [...dialogs.value.slice(0, -1), { ...dialog, buttons }];
}

const find = (identifier: string): Button | undefined => top()?.buttons.find((each) => each.identifier === identifier);

interface BridgeButton {
  readonly identifier: unknown;
  readonly text: unknown;
  readonly type?: string;
  readonly disabled?: unknown;
  readonly hidden?: unknown;
  readonly onClick: () => void;
}

// As the bridge has put the options in order. What an app's page gave for a text may still be anything.
interface BridgeOptions {
  readonly id: string;
  readonly chrome: boolean;
  readonly header?: unknown;
  readonly hint?: unknown;
  readonly size?: unknown;
  readonly width?: unknown;
  readonly height?: unknown;
  readonly closeOnEscape: boolean;
  readonly actions: readonly BridgeButton[];
}

const buttonOf = (given: BridgeButton): Button => ({
  identifier: text(given.identifier),
  text: text(given.text),
  type: given.type ?? "secondary",
  disabled: Boolean(given.disabled),
  hidden: Boolean(given.hidden),
  onClick: given.onClick,
});

// One too many is left out.
function shown(buttons: readonly Button[]): readonly Button[] {
  if (buttons.length > buttonsMaxCount)
    showFlag({
      id: "buttons",
      type: "error",
      title: "Too many buttons",
      body: `A dialog shows ${buttonsMaxCount} buttons in the simulator, and no more.`,
      close: "manual",
    });
  return buttons.slice(0, buttonsMaxCount);
}

export function push(options: BridgeOptions, appKey: string, frame: Frame, opener: Element | null): void {
  const dialog: Dialog = {
    id: options.id,
    appKey,
    chrome: options.chrome,
    header: text(options.header),
    hint: text(options.hint),
    size: text(options.size),
    width: cssLength(options.width),
    height: cssLength(options.height),
    closesOnEscape: options.closeOnEscape,
    buttons: shown(options.actions.map(buttonOf)),
    frame,
    opener,
  };
  dialogs.value = [...dialogs.value, dialog];
}

// The bridge's own options for the page in the dialog: by them the app finds its data and who opened it.
function inDialog(frame: Frame, options: Record<string, unknown>, dialogId: string): Frame {
  const all = { ...frame.extension.options, ...options, isDialog: true, dialogId };
  return { ...frame, place: "dialog", extension: { ...frame.extension, options: all } };
}

interface Opened extends Extension {
  readonly callback_extension_id?: string;
}

let awaited = 0; // dialogs that are asked for and not open yet

function refuse(extension: Opened): void {
  showFlag({
    id: "dialogs",
    type: "error",
    title: `No dialog "${text(extension.key)}"`,
    body: `${dialogsMaxCount} dialogs are open, one upon the other: the simulator opens no more. Close one with AP.dialog.close first.`,
    close: "manual",
  });
}

async function open(options: BridgeOptions, extension: Opened): Promise<void> {
  if (dialogs.value.length + awaited >= dialogsMaxCount) {
    refuse(extension);
    return;
  }
  const opener = document.activeElement;
  const caller = extension.callback_extension_id ? liveFrame(extension.callback_extension_id) : liveFrames()[0];
  const { customData, preventDialogCloseOnEscape } = extension.options;
  awaited += 1;
  try {
    JSON.stringify(customData); // the frame's name holds it: what is no JSON opens no dialog
    const frame = await askFrame(extension.key, caller?.frame.context ?? {});
    const more = { customData, preventDialogCloseOnEscape, callbackExtensionId: extension.callback_extension_id };
    push(options, extension.addon_key, inDialog(frame, more, options.id), opener);
  } catch (error) {
    showFlag({ type: "error", title: `No dialog "${text(extension.key)}"`, body: sentence(error), close: "manual" });
  } finally {
    awaited -= 1;
  }
}

export const dialogProvider = {
  create(options: BridgeOptions, extension: Opened): void {
    void open(options, extension);
  },
  // Called by AP.dialog.close, and with a key event when the user pressed Escape inside of the frame.
  close(key?: unknown): void {
    if (key) dismiss();
    else pop();
  },
  isActiveDialog: (appKey: string): boolean => top()?.appKey === appKey,
  setButtonDisabled: (identifier: string, disabled: boolean): void => change(identifier, (it) => ({ ...it, disabled })),
  isButtonDisabled: (identifier: string): boolean => find(identifier)?.disabled ?? true,
  toggleButton: (identifier: string): void => change(identifier, (it) => ({ ...it, disabled: !it.disabled })),
  setButtonHidden: (identifier: string, hidden: boolean): void => change(identifier, (it) => ({ ...it, hidden })),
  isButtonHidden: (identifier: string): boolean => find(identifier)?.hidden ?? true,
  createButton(button: BridgeButton): void {
    const dialog = top();
    if (!dialog) return;
    const buttons = shown([...dialog.buttons, buttonOf(button)]);
    dialogs.value = [...dialogs.value.slice(0, -1), { ...dialog, buttons }];
  },
};

// What the bridge makes of a button of its own: the app hears of the click, and its script closes the dialog unless the
// app says otherwise.
function ownButton(identifier: "submit" | "cancel", label: string, type: string, { extension }: Frame): BridgeButton {
  const { addon_key, key } = extension;
  const event = { button: { identifier, name: identifier, text: label } };
  const onClick = (): void => {
    host().broadcastEvent(`dialog.${identifier}`, { addon_key, key }, event);
    host().broadcastEvent("dialog.button.click", { addon_key, key }, event);
  };
  return { identifier, text: label, type, onClick };
}

// A web item whose target is a dialog: no app's page has asked for it. The server has put the options in order.
export function openItem(frame: Frame, options: Readonly<Record<string, unknown>>): void {
  const size = text(options["size"]);
  const id = Math.random().toString(36).slice(2, 10);
  const bridgeOptions: BridgeOptions = {
    id,
    chrome: options["chrome"] === true,
    header: options["header"],
    hint: options["hint"],
    size: size === "x-large" ? "xlarge" : size,
    width: size ? "" : options["width"],
    height: size ? "" : options["height"],
    closeOnEscape: options["closeOnEscape"] !== false,
    actions: [
      ownButton("submit", text(options["submitText"]) || "Submit", "primary", frame),
      ownButton("cancel", text(options["cancelText"]) || "Cancel", "link", frame),
    ],
  };
  push(bridgeOptions, frame.extension.addon_key, inDialog(frame, {}, id), document.activeElement);
}

export const inlineClosed = new Watched(""); // the id of the frame that asked for its inline dialog to be hidden

export const inlineDialogProvider = {
  hide(context: CallContext): void {
    inlineClosed.value = context.extension_id;
  },
};
