import { useState } from "preact/hooks";
import type { Edit } from "../calls";
import type { Issue } from "../data";
import { FormButtons } from "./editing";

interface Props {
  readonly issue: Issue;
  readonly onSave: (changes: Edit) => Promise<boolean>;
  readonly onDone: () => void;
}

const statuses = ["To Do", "In Progress", "Done"];

// Only what was changed is sent: the app's webhooks are told of no more than that.
export function EditForm({ issue, onSave, onDone }: Props) {
  const [summary, setSummary] = useState(issue.summary);
  const [description, setDescription] = useState(issue.description);
  const [status, setStatus] = useState(issue.status);
  const choices = statuses.includes(issue.status) ? statuses : [issue.status, ...statuses];
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const changes: Edit = {
      ...(summary !== issue.summary && { summary }),
      ...(description !== issue.description && { description }),
      ...(status !== issue.status && { status }),
    };
    if (Object.keys(changes).length === 0 || (await onSave(changes))) onDone();
  };
  return (
    <form class="edit" onSubmit={(event) => void submit(event)}>
      <label>
        Summary
        <input required value={summary} onInput={(event) => setSummary(event.currentTarget.value)} />
      </label>
      <label>
        Description
        <textarea rows={4} value={description} onInput={(event) => setDescription(event.currentTarget.value)} />
      </label>
      <label>
        Status
        <select value={status} onChange={(event) => setStatus(event.currentTarget.value)}>
          {choices.map((each) => (
            <option key={each} selected={each === status}>
              {each}
            </option>
          ))}
        </select>
      </label>
      <FormButtons onCancel={onDone} />
    </form>
  );
}
