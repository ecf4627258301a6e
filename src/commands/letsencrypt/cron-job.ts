import { command } from '../../cli/table/define.ts';

export default command({
  name: 'letsencrypt:cron-job',
  summary: 'Accepted for compatibility; cert-manager renews certificates',
  args: [],
  flags: {
    add: { type: 'boolean', summary: 'Accepted for compatibility; ignored' },
    remove: { type: 'boolean', summary: 'Accepted for compatibility; ignored' },
  },
  role: 'admin',
  examples: [{ command: 'dokku letsencrypt:cron-job --add', summary: 'Change nothing' }],
  run({ out }) {
    out.step('Nothing to do: cert-manager renews certificates automatically');
  },
});
