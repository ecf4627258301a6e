/** A piece of work to measure: does the work once, and resolves to milliseconds. */
export type Side = () => Promise<number>;

/**
 * Measures sides that are compared with each other, and returns their medians. The sides take turns. Each turn begins
 * with another side, so that other work on the machine slows all sides equally. The first turn is not counted.
 */
export async function medians<Name extends string>(
  runs: number,
  sides: Record<Name, Side>,
): Promise<Record<Name, number>> {
  const names = Object.keys(sides) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let turn = 0; turn <= runs; turn++) {
    for (let place = 0; place < names.length; place++) {
      const name = names[(turn + place) % names.length]!;
      const time = await sides[name]();
      if (turn > 0) times[name].push(time);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
