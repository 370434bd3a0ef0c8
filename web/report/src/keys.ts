// One-letter commands. They rest while something is typed, and can be switched off: WCAG 2.2, 2.1.4.
export type Commands = Readonly<Record<string, () => void>>;

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

export function listenForKeys(commands: Commands, enabled: () => boolean): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !enabled()) return;
    if (document.querySelector("dialog[open]")) return;
    const command = commands[event.key];
    if (!command) return;
    event.preventDefault();
    command();
  });
}
