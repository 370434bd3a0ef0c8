// Draws the open dialogs over the page. What is below the uppermost cannot be reached meanwhile, but runs on.
import { useEffect, useRef } from "preact/hooks";
import { dialogs, dismiss, type Button, type Dialog } from "./dialog_stack";
import { FrameView } from "./frame";
import { useWatched } from "./watched";

interface ButtonProps {
  readonly button: Button;
  readonly talks: { readonly current: boolean };
}

// Buttons speak to the page in the dialog. As long as none answers there, they close the dialog.
function DialogButton({ button, talks }: ButtonProps) {
  if (button.hidden) return null;
  return (
    <button
      type="button"
      class={button.type === "primary" ? "primary" : button.type === "link" ? "link" : ""}
      disabled={button.disabled}
      data-identifier={button.identifier}
      onClick={() => (talks.current ? button.onClick() : dismiss())}
    >
      {button.text}
    </button>
  );
}

interface Props {
  readonly dialog: Dialog;
  readonly onTop: boolean;
}

function DialogView({ dialog, onTop }: Props) {
  const box = useRef<HTMLElement>(null);
  const talks = useRef(false);
  useEffect(() => box.current?.focus(), []);
  const title = dialog.header || dialog.frame.name;
  const size = dialog.size === "fullscreen" || dialog.size === "maximum" ? "whole" : dialog.size;
  return (
    <div class="blanket" inert={!onTop}>
      <section
        ref={box}
        class={`dialog ${size} ${dialog.chrome ? "chrome" : "bare"}`}
        style={{ width: dialog.width, height: dialog.height }}
        role="dialog"
        aria-modal="true"
        aria-label={title}
        tabIndex={-1}
      >
        {dialog.chrome ? (
          <header>
            <h2>{title}</h2>
            <button type="button" class="close" aria-label={`Close ${title}`} onClick={dismiss}>
              {"\u00d7"}
            </button>
          </header>
        ) : (
          <button type="button" class="close float" aria-label={`Close ${title}`} onClick={dismiss}>
            {"\u00d7"}
          </button>
        )}
        <FrameView frame={dialog.frame} onPhase={(phase) => (talks.current = phase === "talks")} />
        {dialog.chrome && (
          <footer>
            {dialog.hint && <p class="quiet">{dialog.hint}</p>}
            {dialog.buttons.map((button) => (
              <DialogButton key={button.identifier} button={button} talks={talks} />
            ))}
          </footer>
        )}
      </section>
    </div>
  );
}

export function Dialogs() {
  const open = useWatched(dialogs);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const top = dialogs.value[dialogs.value.length - 1];
      if (event.key !== "Escape" || !top?.closesOnEscape) return;
      event.preventDefault();
      dismiss();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
  const before = useRef(open);
  useEffect(() => {
    document.getElementById("shell")?.toggleAttribute("inert", open.length > 0);
    const closed = before.current[open.length]; // the lowest of those that have gone
    before.current = open;
    if (closed?.opener instanceof HTMLElement) closed.opener.focus(); // only now it can have the focus
  }, [open]);
  return (
    <>
      {open.map((dialog, index) => (
        <DialogView key={dialog.id} dialog={dialog} onTop={index === open.length - 1} />
      ))}
    </>
  );
}
