import type { Store } from '../../state/store.ts';

/** The command of `run` and `enter` without a command: the shell that is set, else bash or sh of the image. */
export function shellCommand(store: Store, app: string): string[] {
  const shell = store.properties.effective(app, 'scheduler', 'shell', '');
  return shell ? [shell] : ['sh', '-c', 'command -v bash >/dev/null && exec bash; exec sh'];
}
