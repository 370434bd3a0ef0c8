// A frame that is opened by a click: contents, glances, bylines, items that open beside themselves.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Frame } from "./data";
import { inlineClosed } from "./dialog_stack";
import { FrameView } from "./frame";

// Whether there is a frame, which is so from the click on, and whether it is to be seen. Closing hides it and keeps it, as
// the product does.
export function useLazy(frame: Frame, begins = !frame.lazy) {
  const [open, setOpen] = useState(begins);
  const [mounted, setMounted] = useState(begins && !frame.lazy);
  const toggle = (): void => {
    setMounted(true);
    setOpen(!open);
  };
  return { open, mounted, toggle, close: () => setOpen(false) };
}

interface Props {
  readonly frame: Frame;
  readonly class?: string;
}

export function Icon({ frame }: { readonly frame: Frame }) {
  if (!frame.icon) return <span class="icon none" aria-hidden="true" />;
  return <img class="icon" src={frame.icon} alt="" width={16} height={16} />;
}

// A button that opens the frame below itself.
export function Disclosure({ frame, class: kind = "" }: Props) {
  const { open, mounted, toggle } = useLazy(frame);
  const [title, setTitle] = useState(frame.name);
  const id = useId();
  return (
    <section class={`panel ${kind}`}>
      <h3>
        <button
          type="button"
          class="opener"
          aria-expanded={open}
          aria-controls={id}
          title={frame.tooltip}
          onClick={toggle}
        >
          <Icon frame={frame} />
          {title}
          {frame.label && <span class="quiet">{frame.label}</span>}
        </button>
      </h3>
      <div id={id} hidden={!open}>
        {mounted && <FrameView frame={frame} onRename={setTitle} />}
      </div>
    </section>
  );
}

// A button that opens the frame over the page, beside itself.
export function Inline({ frame, class: kind = "" }: Props) {
  const { open, mounted, toggle, close } = useLazy(frame, false);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    const inside = (target: unknown): boolean => target instanceof Node && (box.current?.contains(target) ?? false);
    const click = (event: MouseEvent): void => void (inside(event.target) || close());
    const key = (event: KeyboardEvent): void => void (event.key === "Escape" && close());
    const stop = inlineClosed.listen((asked) => {
      if (box.current?.querySelector("iframe")?.id === asked) close();
    });
    addEventListener("click", click);
    addEventListener("keydown", key);
    return () => {
      stop();
      removeEventListener("click", click);
      removeEventListener("keydown", key);
    };
  }, []);
  return (
    <div ref={box} class={`inline ${kind}`}>
      <button type="button" aria-expanded={open} aria-controls={id} title={frame.tooltip} onClick={toggle}>
        <Icon frame={frame} />
        {frame.name}
      </button>
      <div id={id} class="popover" hidden={!open}>
        {mounted && <FrameView frame={frame} />}
      </div>
    </div>
  );
}
