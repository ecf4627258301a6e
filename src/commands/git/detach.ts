import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '../../cli/invoke/context.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { inheritedVariables } from '../../core/inherited-variables.ts';
import { startDetached } from '../../exec/detached.ts';
import { pusherOf, pusherVariables } from '../../git/pusher.ts';
import { decide, isDeletion, parsePushedRefs } from '../../git/refs.ts';
import { branchesOf } from './branches.ts';

export default command({
  name: 'git-detach',
  summary: 'Start the deploy of a push that did not want to wait; called by the post-receive hook',
  args: [appArgument],
  flags: {},
  role: 'admin',
  local: true,
  internal: true,
  examples: [{ command: 'dokku git-detach my-app', summary: 'In hooks/post-receive' }],
  async run(context, { args: { app } }) {
    const { environment, variables, streams } = context;
    const actor = pusherOf(environment, variables, context.actor);
    const started = Date.now();
    for (const ref of parsePushedRefs(await text(streams.stdin))) {
      // The deploy branch may be set by now, by an earlier ref of this push.
      if (isDeletion(ref) || decide(ref, branchesOf(context, app)).kind !== 'deploy') continue;
      startDetached(join(environment.installation, 'bin/dokku'), ['git-deploy', app, ref.ref], {
        env: { ...inheritedVariables(variables), ...pusherVariables(actor) },
        // What it says is in the log of its build.
        logFile: '/dev/null',
      });
      const build = await buildOf(context, app, ref.newRev, started);
      context.out.detail(
        build
          ? `Follow it: dokku builds:output ${app} ${build} --follow`
          : `It waits for its turn. Whether it has come: dokku builds:list ${app}`,
      );
    }
  },
});

/** How long a push that does not want to wait still waits to name its build, in milliseconds. */
const patience = 5_000;

/** The id of the build that deploys a commit; undefined while another deploy keeps it waiting. */
async function buildOf(
  { store }: Pick<Context, 'store'>,
  app: string,
  commit: string,
  since: number,
): Promise<string | undefined> {
  while (Date.now() < since + patience) {
    const build = store.builds
      .list(app)
      .find((each) => each.startedAt >= since && each.commit !== undefined && commit.startsWith(each.commit));
    if (build) return build.id;
    await pause(50);
  }
  return undefined;
}
