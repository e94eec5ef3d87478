import { textWidth } from "../../lib/preview/show/text";

const COLUMN = 7.2;
const LINE = 16;
const MARGIN = 12;
const ATTRIBUTES: Readonly<Record<string, string>> = {
  1: 'font-weight="bold"',
  2: 'opacity="0.65"',
  3: 'font-style="italic"',
  4: 'text-decoration="underline"',
  9: 'text-decoration="line-through"',
  31: 'fill="#ff6b6b"',
  32: 'fill="#5fd38d"',
  33: 'fill="#e5c07b"',
  34: 'fill="#6cb6ff"',
  35: 'fill="#d2a8ff"',
  36: 'fill="#56c8d8"',
};
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A terminal's output as an SVG. Every piece of text is as wide as its columns, whatever fonts the reader has. */
export function terminalPicture(output: string, columns: number): string {
  const lines = output.split("\n");
  const width = Math.ceil(2 * MARGIN + columns * COLUMN);
  const height = 2 * MARGIN + lines.length * LINE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    "<title>npm run preview</title>",
    '<rect width="100%" height="100%" rx="6" fill="#1e1e2e"/>',
    `<g fill="#e6e6e6" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="12">`,
    ...lines.flatMap((line, row) => piecesOf(line, MARGIN + row * LINE + 12)),
    "</g>\n</svg>\n",
  ].join("\n");
}

/** Its words with their places, so that no space has to be kept. */
function piecesOf(line: string, y: number): string[] {
  let column = 0;
  return `0m${line}`.split("\u001b[").flatMap((piece) => {
    const [codes = "", ...rest] = piece.split("m");
    const text = rest.join("m");
    const start = column;
    column += textWidth(text);
    const styles = codes.split(";").flatMap((code) => ATTRIBUTES[code] ?? []);
    return [...text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: words, index }) => {
      const x = MARGIN + (start + textWidth(text.slice(0, index))) * COLUMN;
      const length = textWidth(words) * COLUMN;
      const attributes = [`x="${x.toFixed(1)}" y="${y}" textLength="${length.toFixed(1)}"`, ...styles].join(" ");
      const escaped = words.replace(/[&<>]/g, (character) => ENTITIES[character] ?? "");
      return `<text ${attributes} lengthAdjust="spacingAndGlyphs">${escaped}</text>`;
    });
  });
}
