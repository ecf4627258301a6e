import { text } from 'node:stream/consumers';
import { pusherOf, pusherVariables } from '../../access/pusher.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { inheritedVariables } from '../../core/inherited-variables.ts';
import { decideUpdate, isDeletion, parsePushedRefs } from '../../git/refs.ts';
import { deployBranchOf } from './branches.ts';

export default command({
  name: 'git-detach',
  summary: 'Start the deploy of a detached push; called by the post-receive hook',
  args: [appArgument],
  flags: {},
  role: 'admin',
  local: true,
  internal: true,
  examples: [{ command: 'dokku git-detach my-app', summary: 'In hooks/post-receive' }],
  async run(context, { args: { app } }) {
    const { environment, variables, streams, out } = context;
    const actor = pusherOf(environment, variables, context.actor);
    const env = { ...inheritedVariables(variables), ...pusherVariables(actor) };
    const { detachDeploy } = await import('../../deploy/requests/detach.ts');
    const refs = parsePushedRefs(await text(streams.stdin));
    const { branch } = deployBranchOf(context, app, refs);
    for (const pushed of refs) {
      if (isDeletion(pushed) || decideUpdate(pushed, branch).kind !== 'deploy') continue;
      const build = detachDeploy(context, { app, ref: pushed.ref, commit: pushed.newRev, actor, env });
      out.detail(`Follow the deploy with: dokku builds:output ${app} ${build} --follow`);
    }
  },
});
