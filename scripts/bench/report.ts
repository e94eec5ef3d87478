export interface Row {
  readonly name: string;
  readonly milliseconds: number;
}

/** What a number of things takes. */
export interface Point {
  readonly count: number;
  readonly milliseconds: number;
}

/** How much dearer the last things may be than those before for the growth to be called linear. */
const LINEAR = 1.5;

export function table(rows: readonly Row[], floor: number): string {
  const cells = [
    ["what", "median ms", "× floor"],
    ...rows.map(({ name, milliseconds }) => [name, milliseconds.toFixed(0), (milliseconds / floor).toFixed(1)]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))),
  );
  return lines.map((line) => line.join("  ")).join("\n");
}

/** What one more costs, between each of the counts and the next. */
export function growthSentence(thing: string, points: readonly Point[]): string {
  const steps = points.slice(1).map((to, index) => {
    const from = points[index] ?? to;
    return { from: from.count, to: to.count, cost: (to.milliseconds - from.milliseconds) / (to.count - from.count) };
  });
  const costs = steps.map(({ from, to, cost }) => `${cost.toFixed(2)} ms from ${from} to ${to}`);
  const [last, before] = steps.map(({ cost }) => cost).reverse();
  const verdict =
    last === undefined || before === undefined ? "" : last <= before * LINEAR ? ": linear" : ": worse than linear";
  return `One more ${thing} costs ${costs.join(", ")}${verdict}.`;
}
