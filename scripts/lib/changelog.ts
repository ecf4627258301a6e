/** The heading under which changes are collected until a release closes it. */
const open = '## Unreleased';

/**
 * The changelog with its section "Unreleased" closed as `version`, and a new one above it. Undefined when the section
 * is missing or has no entries.
 */
export function closeSection(changelog: string, version: string, date: string): string | undefined {
  const lines = changelog.split('\n');
  const start = lines.indexOf(open);
  if (start === -1) return undefined;
  const next = lines.findIndex((line, index) => index > start && line.startsWith('## '));
  const entries = lines.slice(start + 1, next === -1 ? undefined : next);
  if (entries.every((line) => line.trim() === '')) return undefined;
  return lines.toSpliced(start, 1, open, '', `## ${version}, ${date}`).join('\n');
}
