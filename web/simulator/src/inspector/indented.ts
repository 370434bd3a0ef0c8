// JSON with a line for each value and otherwise as it was sent: numbers of any size, names that are there twice and
// escapes stay as they are, which they do not where it is read into values and printed again.

const indentation = "  ";
const levelsMax = 100; // deeper ones would be blanks for the most part

const pieces = /"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\],:"]+|[{}[\],:]/g;

// Anything that is no JSON, or too deep, as it is.
export function indented(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const lines: string[] = [];
  let line = "";
  let level = 0;
  let before = "";
  const begin = (start: string): void => {
    lines.push(line);
    line = indentation.repeat(level) + start;
  };
  for (const [piece] of text.matchAll(pieces)) {
    if (piece === "}" || piece === "]") {
      level -= 1;
      if (before === "{" || before === "[") line += piece;
      else begin(piece);
    } else if (before === "{" || before === "[" || before === ",") {
      begin(piece);
    } else {
      line += piece;
    }
    if (piece === "{" || piece === "[") level += 1;
    if (piece === ":") line += " ";
    if (level > levelsMax) return text;
    before = piece;
  }
  lines.push(line);
  return lines.join("\n");
}
