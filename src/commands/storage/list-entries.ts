import { command } from '../define.ts';
import { entryJson } from './fields.ts';

export default command({
  name: 'storage:list-entries',
  summary: 'List the storage entries of the installation',
  args: [],
  flags: {
    scheduler: { type: 'string', summary: 'Only those of this scheduler', placeholder: 'SCHEDULER' },
    format: {
      type: 'string',
      summary: 'Output format',
      choices: ['text', 'json'],
      default: 'text',
      placeholder: 'FORMAT',
    },
  },
  role: 'read',
  examples: [{ command: 'dokku storage:list-entries', summary: 'See what storage there is' }],
  run({ store, out }, { flags }) {
    const entries = store.storageEntries
      .list()
      .filter(({ scheduler }) => flags.scheduler === undefined || scheduler === flags.scheduler);
    if (flags.format === 'json') return out.json(entries.map(entryJson));
    if (entries.length === 0) return out.step('There are no storage entries');
    out.step('Storage entries:');
    out.line(entries.map(({ name, scheduler, hostPath }) => `${name}\t${scheduler}\t${hostPath}`).join('\n'));
  },
});
