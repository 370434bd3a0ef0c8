// Draws flags and messages. A flag that closes by itself waits while the pointer or the focus is on it.
import { useEffect, useState } from "preact/hooks";
import { closeFlag, closeMessage, flags, messages, type Flag } from "./flags";
import { useWatched } from "./watched";

const flagShownMilliseconds = 8000;

const names: Readonly<Record<string, string>> = { error: "Error", warning: "Warning", success: "Success" };

interface Props {
  readonly flag: Flag;
  readonly onClose: (id: string) => void;
}

function Notice({ flag, onClose }: Props) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (flag.closes !== "auto" || held) return undefined;
    const timer = setTimeout(() => onClose(flag.id), flagShownMilliseconds);
    return () => clearTimeout(timer);
  }, [held]);
  const hold = (): void => setHeld(true);
  const release = (): void => setHeld(false);
  return (
    <section
      class={`flag ${flag.type}`}
      onMouseEnter={hold}
      onMouseLeave={release}
      onFocusCapture={hold}
      onBlurCapture={release}
    >
      <div class="flag-text">
        <strong>
          {names[flag.type] && <span class="unseen">{names[flag.type]}: </span>}
          {flag.title}
        </strong>
        {flag.body && <p>{flag.body}</p>}
        {flag.actions.length > 0 && (
          <p class="flag-actions">
            {flag.actions.map((action) => (
              <button key={action.text} type="button" class="link" onClick={action.run}>
                {action.text}
              </button>
            ))}
          </p>
        )}
      </div>
      <button type="button" class="close" aria-label={`Close: ${flag.title}`} onClick={() => onClose(flag.id)}>
        {"\u00d7"}
      </button>
    </section>
  );
}

export function Messages() {
  const shownFlags = useWatched(flags);
  const shownMessages = useWatched(messages);
  return (
    <>
      <div class="messages" role="status">
        {[...shownMessages].reverse().map((each) => (
          <Notice key={each.id} flag={each} onClose={closeMessage} />
        ))}
      </div>
      <div class="flags" role="status">
        {shownFlags.map((each) => (
          <Notice key={each.id} flag={each} onClose={closeFlag} />
        ))}
      </div>
    </>
  );
}
