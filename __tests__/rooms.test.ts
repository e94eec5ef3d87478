import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { expect, it } from "vitest";

const SHARED = ["slack", "aws", "eventbridge", "problems", "terraform"];
/** The folders of `lib` from top to bottom, for the stack and for the commands. Its root, "", holds the stack. */
const ROOMS = [
  ["", "constructs", "settings", "message", "stops", "incidents", "storms", ...SHARED],
  ["operations", "preview", "app", "cli", ...SHARED],
];

const imports = readdirSync("lib", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) =>
    [...readFileSync(join("lib", file), "utf8").matchAll(/(?:from|import\() *"(\.[^"]+)"/g)].map(([, path = ""]) => ({
      file,
      from: roomOf(file),
      to: roomOf(relative("lib", join("lib", file, "..", path))),
    })),
  );

it("lib has the rooms that are listed here, and each imports only from those below it", () => {
  expect(imports.length).toBeGreaterThan(300);
  expect(new Set(imports.flatMap(({ from, to }) => [from, to]))).toEqual(new Set(ROOMS.flat()));
  const upwards = imports.filter(
    ({ from, to }) =>
      from !== to && !ROOMS.some((rooms) => rooms.slice(rooms.indexOf(from) + 1 || Infinity).includes(to)),
  );
  expect(upwards).toEqual([]);
});

function roomOf(file: string): string {
  return file.includes(sep) ? (file.split(sep)[0] ?? "") : "";
}
