import type { Store } from '../../state/store.ts';

/** What `run` and `enter` start when no command is given: the shell that was set, else the best that the image has. */
export function shellCommand(store: Store, app: string): string[] {
  const shell = store.properties.effective(app, 'scheduler', 'shell', '');
  return shell ? [shell] : ['sh', '-c', 'command -v bash >/dev/null && exec bash; exec sh'];
}
