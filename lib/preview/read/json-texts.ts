/**
 * The JSON objects and lists of a text that holds several, one behind the other: JSON Lines, files put together, and
 * logs, where a time and a name may stand before the object. Undefined where there is anything else.
 */
export function jsonTexts(text: string): readonly string[] | undefined {
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    const lineEnd = endOfLine(text, at);
    const line = text.slice(at, lineEnd);
    if (line.trim() === "") {
      at = lineEnd + 1;
      continue;
    }
    const start = line.search(/[{[](?=\s*(?:["{[\]}]|$))/);
    const end = start < 0 ? undefined : endOfBrackets(text, at + start);
    if (end === undefined) return undefined;
    found.push(text.slice(at + start, end));
    at = end;
  }
  return found;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** Behind the bracket that closes the one at `start`; undefined where none does. */
function endOfBrackets(text: string, start: number): number | undefined {
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs;
  tokens.lastIndex = start;
  let depth = 0;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    if (token[0] === "{" || token[0] === "[") depth++;
    else if (token[0] === "}" || token[0] === "]") depth--;
    if (depth === 0) return tokens.lastIndex;
  }
  return undefined;
}
