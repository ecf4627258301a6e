import { completionScript } from '../../cli/help/completion-script.ts';
import { command } from '../../cli/table/define.ts';
import { summaries } from '../summaries.ts';

export default command({
  name: 'completion',
  summary: 'Print the completion script for a shell',
  args: [{ name: 'shell', summary: 'bash or zsh', kind: 'text' }],
  flags: {},
  role: 'read',
  examples: [
    { command: 'dokku completion bash > /etc/bash_completion.d/dokku', summary: 'Install it for bash' },
    {
      command: "dokku completion zsh > '/usr/local/share/zsh/site-functions/_dokku'",
      summary: 'Install it for zsh',
    },
  ],
  async run({ out }, { args }) {
    out.raw(completionScript(args.shell)(await summaries()));
  },
});
