// Web items: links that the app adds, to a page, to a dialog or to an inline dialog.
import { askFrame, sentence } from "./calls";
import { text } from "./bridge/method";
import { keepTime } from "./bridge/navigator";
import { inSite } from "./bridge/site_address";
import type { WebItem } from "./data";
import { openItem } from "./dialog_stack";
import { showFlag } from "./flags";
import { Inline } from "./lazy";

async function open(item: WebItem): Promise<void> {
  const key = text(item.options["key"] ?? item.module); // of the module that it opens
  try {
    const frame = item.frame ?? (await askFrame(key, {}));
    openItem(frame, item.options);
  } catch (error) {
    showFlag({ type: "error", title: `No dialog for ${item.name}`, body: sentence(error), close: "manual" });
  }
}

// An item may lead out of the site, but only to a page.
function linkTo(href: string): string | undefined {
  if (!/^(\/|https?:\/\/)/i.test(href)) return undefined;
  if (inSite(href)) return keepTime(href);
  return href.startsWith("/") ? undefined : href;
}

function Item({ item }: { readonly item: WebItem }) {
  if (item.target === "page") {
    const href = linkTo(item.href);
    if (href === undefined) return <span class="quiet">{item.name} leads to no page</span>;
    return (
      <a class="button" href={href} title={item.tooltip}>
        {item.name}
      </a>
    );
  }
  if (item.target === "inlinedialog" && item.frame) return <Inline frame={item.frame} />;
  return (
    <button type="button" title={item.tooltip} onClick={() => void open(item)}>
      {item.name}
    </button>
  );
}

export function Items({ items }: { readonly items: readonly WebItem[] }) {
  return (
    <>
      {items.map((item) => (
        <Item key={item.module} item={item} />
      ))}
    </>
  );
}
