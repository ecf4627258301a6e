import { Failure } from '../../core/failure.ts';
import type { Output } from '../../core/output.ts';
import type { ObjectChange } from '../../release/preview.ts';

/** Shows changes object by object: what goes, what changes, what comes. */
export function printPreview(out: Output, app: string, changes: readonly ObjectChange[]): void {
  if (changes.length === 0) return out.step(`Nothing of ${app} would change`);
  for (const { namespace, name, kind, apiVersion, change, diff } of changes) {
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : 'core';
    out.line(`${[namespace, name, `${kind} (${group})`].filter(Boolean).join(', ')} would be ${change}:`);
    for (const line of diff.trimEnd().split('\n')) out.line(paintLine(out, line));
    out.line();
  }
  const count = (wanted: ObjectChange['change']) => changes.filter(({ change }) => change === wanted).length;
  out.step(`${count('added')} added, ${count('changed')} changed, ${count('removed')} removed`);
}

/** How a push ends that was not meant. */
export function previewOnly(): Failure {
  return new Failure('This was a preview: nothing was deployed and no branch has moved', {
    code: 'preview',
    hint: 'Push again without -o preview to deploy it',
  });
}

function paintLine(out: Output, line: string): string {
  if (line.startsWith('+')) return out.paint('green', line);
  if (line.startsWith('-')) return out.paint('red', line);
  return line.startsWith('@@') ? out.paint('cyan', line) : line;
}
