import { Failure } from '../../core/failure.ts';
import type { Output } from '../../core/output.ts';
import type { ObjectChange } from '../../release/preview.ts';

/** Prints the changes of each object: added, changed or removed. */
export function printPreview(out: Output, app: string, changes: readonly ObjectChange[]): void {
  if (changes.length === 0) return out.step(`A deploy of ${app} would change nothing`);
  for (const { namespace, name, kind, apiVersion, change, diff } of changes) {
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : 'core';
    out.line(`${[namespace, name, `${kind} (${group})`].filter(Boolean).join(', ')} would be ${change}:`);
    for (const line of diff.trimEnd().split('\n')) out.line(paintLine(out, line));
    out.line();
  }
  const count = (wanted: ObjectChange['change']) => changes.filter(({ change }) => change === wanted).length;
  out.step(`${count('added')} added, ${count('changed')} changed, ${count('removed')} removed`);
}

/** Rejects the ref of a preview push. */
export function previewOnly(): Failure {
  return new Failure('This was a preview: nothing was deployed and no branch was updated', {
    code: 'preview',
    hint: 'To deploy, push again without -o preview',
  });
}

function paintLine(out: Output, line: string): string {
  if (line.startsWith('+')) return out.paint('green', line);
  if (line.startsWith('-')) return out.paint('red', line);
  return line.startsWith('@@') ? out.paint('cyan', line) : line;
}
