/**
 * Faults that old programs left in many public histories. They spoil what Git shows of a commit, and nothing else. Every
 * other check stays: names like `.git`, `..` and their aliases, `.gitmodules` and `.gitattributes` that run programs,
 * unsorted trees. Source of the names: git-fsck(1), "FSCK MESSAGES".
 */
const harmlessFaults = [
  'badDate',
  'badDateOverflow',
  'badEmail',
  'badFilemode',
  'badName',
  'badTimezone',
  'missingEmail',
  'missingNameBeforeEmail',
  'missingSpaceBeforeDate',
  'missingSpaceBeforeEmail',
  'missingTaggerEntry',
  'multipleAuthors',
  'zeroPaddedDate',
  'zeroPaddedFilemode',
];

/** Settings with which Git checks the objects of a push or fetch, and accepts harmless faults. */
export function objectChecks(operation: 'receive' | 'fetch'): string {
  const ignored = harmlessFaults.map((fault) => `\t${fault} = ignore\n`).join('');
  return `[${operation}]\n\tfsckObjects = true\n[${operation} "fsck"]\n${ignored}`;
}
