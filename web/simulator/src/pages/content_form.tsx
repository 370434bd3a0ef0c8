import { useState } from "preact/hooks";
import { editContent, sentence } from "../calls";
import type { Content } from "../data";
import { showFlag } from "../flags";

interface Props {
  readonly content: Content;
  readonly onSaved: (content: Content) => void;
  readonly onDone: () => void;
}

export function ContentForm({ content, onSaved, onDone }: Props) {
  const [title, setTitle] = useState(content.title);
  const [body, setBody] = useState(content.body);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      // Only a change makes a new version, which the app's webhooks are told of.
      if (title !== content.title || body !== content.body)
        onSaved((await editContent(content.id, title, body)).content);
      onDone();
    } catch (error) {
      showFlag({ type: "error", title: "Not saved", body: sentence(error), close: "manual" });
    }
  };
  return (
    <form class="edit" onSubmit={(event) => void submit(event)}>
      <label>
        Title
        <input required value={title} onInput={(event) => setTitle(event.currentTarget.value)} />
      </label>
      <label>
        Text
        <textarea rows={10} value={body} onInput={(event) => setBody(event.currentTarget.value)} />
      </label>
      <p class="actions">
        <button class="primary">Save</button>
        <button type="button" class="link" onClick={onDone}>
          Cancel
        </button>
      </p>
    </form>
  );
}
