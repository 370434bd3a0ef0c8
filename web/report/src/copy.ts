// The buttons beside commands and texts for tickets: one listener for all of them, there may be thousands.

async function toClipboard(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // A page from a file has no clipboard in some browsers.
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (!copied) throw new Error("the browser did not copy");
}

export function listenForCopy(announce: (message: string) => void): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button.copy") : null;
    const text = button?.parentElement?.querySelector("pre")?.textContent;
    if (!button || text == null) return;
    const label = button.textContent;
    const tell = (word: string): void => {
      button.textContent = word;
      announce(word);
      setTimeout(() => (button.textContent = label), 1500);
    };
    void toClipboard(text).then(
      () => tell("Copied"),
      () => tell("Select and copy by hand"),
    );
    button.focus();
  });
}
