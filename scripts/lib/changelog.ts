/** The heading of the section with the changes since the last release. */
const open = '## Unreleased';

/**
 * Closes the section "Unreleased" as `version`, and adds a new section above. Returns undefined when the section is
 * missing or has no entries.
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
