import { visibleApps } from '../../access/guard.ts';
import { type Command, command, formatFlag } from '../../cli/table/define.ts';

/** `apps` and `apps:list` are one command under two names. */
export function listCommand(name: string): Command {
  return command({
    name,
    summary: 'List apps',
    args: [],
    flags: { format: formatFlag },
    role: 'read',
    examples: [
      { command: `dokku ${name}`, summary: 'List the apps you may see' },
      { command: `dokku ${name} --format json`, summary: 'Print the names as a JSON array' },
    ],
    run(context, { flags }) {
      const names = visibleApps(context, context.store.apps.names());
      if (flags.format === 'json') return context.out.json(names);
      if (names.length === 0)
        return context.out.warn('There are no apps yet; create one with: dokku apps:create <app>');
      context.out.header('My Apps');
      context.out.line(names.join('\n'));
    },
  });
}
