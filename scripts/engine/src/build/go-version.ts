/** A version of a Go module: `v1.2.3`, `v1.2.3-rc.1`, or with the time of a commit, `v0.0.0-20250710124328-f3f2b991d03b`. */
const pattern = /^v(\d+)\.(\d+)\.(\d+)(?:-([^+]+))?(?:\+incompatible)?$/;

/** Compares two versions as semantic versioning does. Negative when `one` is the older version. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [parse(one), parse(other)];
  for (let place = 0; place < 3; place++) {
    const difference = left.numbers[place]! - right.numbers[place]!;
    if (difference !== 0) return difference;
  }
  if (!left.prerelease || !right.prerelease) return Number(!left.prerelease) - Number(!right.prerelease);
  return comparePrereleases(left.prerelease.split('.'), right.prerelease.split('.'));
}

function comparePrereleases(left: string[], right: string[]): number {
  for (let place = 0; place < Math.max(left.length, right.length); place++) {
    const [one, other] = [left[place], right[place]];
    if (one === undefined || other === undefined) return left.length - right.length;
    if (one === other) continue;
    const numeric = [one, other].map((part) => /^\d+$/.test(part));
    if (numeric[0] && numeric[1]) return Number(one) - Number(other);
    if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return 0;
}

function parse(version: string): { numbers: number[]; prerelease?: string } {
  const found = pattern.exec(version);
  if (!found) throw new Error(`Not a version of a Go module: ${version}`);
  const [, major, minor, patch, prerelease] = found;
  return { numbers: [major, minor, patch].map(Number), ...(prerelease ? { prerelease } : {}) };
}
