// Comments, and beside them the app's tabs: each is opened by the first click on it.
import { useRef, useState } from "preact/hooks";
import type { Edit } from "../calls";
import type { Frame, Issue } from "../data";
import { FrameView } from "../frame";

interface Props {
  readonly issue: Issue;
  readonly tabs: readonly Frame[];
  readonly onSave: (changes: Edit) => Promise<boolean>;
}

function Comments({ issue, onSave }: Omit<Props, "tabs">) {
  const [text, setText] = useState("");
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await onSave({ comment: text })) setText("");
  };
  return (
    <>
      <ol class="comments">
        {issue.comments.map((comment) => (
          <li key={comment.id}>
            <p class="quiet">
              {comment.author.displayName}, {comment.created.replace("T", " ").slice(0, 16)}
            </p>
            <p class="paragraph">{comment.body}</p>
          </li>
        ))}
      </ol>
      <form class="edit" onSubmit={(event) => void submit(event)}>
        <label>
          Add a comment
          <textarea rows={2} required value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <p class="actions">
          <button>Comment</button>
        </p>
      </form>
    </>
  );
}

export function Activity({ issue, tabs, onSave }: Props) {
  const [chosen, setChosen] = useState("comments");
  const [opened, setOpened] = useState<readonly Frame[]>([]);
  const list = useRef<HTMLDivElement>(null);
  const names = [["comments", "Comments"] as const, ...tabs.map((tab) => [tab.module, tab.name] as const)];

  const choose = (id: string): void => {
    setChosen(id);
    const tab = tabs.find((each) => each.module === id);
    if (tab && !opened.some((each) => each.module === id)) setOpened((before) => [...before, tab]);
  };
  const step = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[(at + by + buttons.length) % buttons.length]?.focus();
  };

  return (
    <section class="activity">
      <h2>Activity</h2>
      <div ref={list} class="tabs" role="tablist" aria-label="Activity" onKeyDown={step}>
        {names.map(([id, name]) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-selected={chosen === id}
            aria-controls={`tabpanel-${id}`}
            tabIndex={chosen === id ? 0 : -1}
            onClick={() => choose(id)}
          >
            {name}
          </button>
        ))}
      </div>
      {names.map(([id]) => (
        <div key={id} role="tabpanel" id={`tabpanel-${id}`} aria-labelledby={`tab-${id}`} hidden={chosen !== id}>
          {id === "comments" && <Comments issue={issue} onSave={onSave} />}
          {opened
            .filter((frame) => frame.module === id)
            .map((frame) => (
              <FrameView key={frame.module} frame={frame} />
            ))}
        </div>
      ))}
    </section>
  );
}
