import { useState } from "preact/hooks";
import { editContent, sentence, type ContentEdit } from "../calls";
import type { Content } from "../data";
import { showFlag } from "../flags";
import { FormButtons } from "./editing";

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
    // Only a change makes a new version, and what was not changed here may have been changed by the app.
    const changes: ContentEdit = {
      ...(title !== content.title && { title }),
      ...(body !== content.body && { body }),
    };
    try {
      if (Object.keys(changes).length > 0) onSaved((await editContent(content.id, changes)).content);
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
      <FormButtons onCancel={onDone} />
    </form>
  );
}
