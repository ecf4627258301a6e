import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes `git archive` write trees as committed: unsets the attributes for release archives. */
export function writeAttributes(repository: string): void {
  mkdirSync(join(repository, 'info'), { recursive: true });
  writeIfChanged(join(repository, 'info', 'attributes'), '* -export-ignore -export-subst\n');
}

export function writeIfChanged(file: string, content: string): void {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== content) writeFileSync(file, content);
}
