import { command } from '../../cli/table/define.ts';

export default command({
  name: 'letsencrypt:cron-job',
  summary: 'Accepted for older scripts: certificates are renewed by themselves',
  args: [],
  flags: {
    add: { type: 'boolean', summary: 'Accepted for older scripts' },
    remove: { type: 'boolean', summary: 'Accepted for older scripts' },
  },
  role: 'admin',
  examples: [{ command: 'dokku letsencrypt:cron-job --add', summary: 'Change nothing' }],
  run({ out }) {
    out.step('Nothing to do: cert-manager renews certificates by itself');
  },
});
