// A page of a Confluence space: its byline, its text, and the app's macros in it.
import { useState } from "preact/hooks";
import type { ContentPage } from "../data";
import { FrameView } from "../frame";
import { Items } from "../items";
import { Disclosure, Inline } from "../lazy";
import { ContentForm } from "./content_form";
import { useEditing } from "./editing";

export function ContentView({ page }: { readonly page: ContentPage }) {
  const [content, setContent] = useState(page.content);
  const { editing, button: editButton, close: closeForm } = useEditing();
  const at = (place: string) => page.frames.filter((frame) => frame.place === place);
  const others = page.frames.filter((frame) => !["byline", "macro"].includes(frame.place));
  return (
    <article>
      <p class="crumbs">{page.space.name}</p>
      <div class="title-row">
        <h1>{content.title}</h1>
        <div class="actions">
          {editButton}
          <Items items={page.items} />
        </div>
      </div>
      <div class="byline">
        <span class="quiet">Version {content.version}</span>
        {at("byline").map((frame) => (
          <Inline key={frame.module} frame={frame} />
        ))}
      </div>
      {editing && <ContentForm content={content} onSaved={setContent} onDone={closeForm} />}
      {content.body
        .split(/\n\s*\n/)
        .filter((paragraph) => paragraph.trim() !== "")
        .map((paragraph) => (
          <p key={paragraph} class="paragraph">
            {paragraph}
          </p>
        ))}
      {at("macro").map((frame) => (
        <section key={frame.module} class="macro" aria-label={frame.name}>
          <FrameView frame={frame} />
        </section>
      ))}
      {others.map((frame) => (
        <Disclosure key={frame.module} frame={frame} />
      ))}
    </article>
  );
}
