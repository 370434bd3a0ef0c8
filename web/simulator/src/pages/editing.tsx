// What the forms of issues and pages share: the button that opens one, and those that end it.
import { useRef, useState } from "preact/hooks";

export function useEditing() {
  const [editing, setEditing] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setEditing(false);
    opener.current?.focus(); // the button that had it goes with the form
  };
  const button = (
    <button ref={opener} type="button" aria-expanded={editing} onClick={() => setEditing(true)}>
      Edit
    </button>
  );
  return { editing, button, close };
}

export function FormButtons({ onCancel }: { readonly onCancel: () => void }) {
  return (
    <p class="actions">
      <button class="primary">Save</button>
      <button type="button" class="link" onClick={onCancel}>
        Cancel
      </button>
    </p>
  );
}
