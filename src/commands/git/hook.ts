import { text } from 'node:stream/consumers';
import { pusherOf } from '../../access/pusher.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { previewOnly, printPreview } from '../../cli/parts/preview.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { repositoryPath } from '../../core/environment.ts';
import { type Commit, readPushedCommit, refuseMissingHistory } from '../../git/commit.ts';
import { knownPushOptions, readPushOptions, unknownPushOptions } from '../../git/push-options.ts';
import {
  type Decision,
  decideUpdate,
  explainStored,
  isDeletion,
  type PushedRef,
  parsePushedRefs,
} from '../../git/refs.ts';
import { deployBranchOf, keepDeployBranch } from './branches.ts';

export default command({
  name: 'git-hook',
  summary: 'Deploy a push; called by the pre-receive hook with the refs on standard input',
  args: [appArgument],
  flags: {},
  role: 'admin',
  local: true,
  internal: true,
  examples: [{ command: 'dokku git-hook my-app', summary: 'In hooks/pre-receive' }],
  async run(context, { args: { app } }) {
    const { environment, variables, out, streams } = context;
    const pushOptions = readPushOptions(variables);
    for (const option of unknownPushOptions(pushOptions)) {
      out.warn(`Unknown push option "${option}" has no effect`);
      out.warn(`Push options: ${Object.keys(knownPushOptions).join(', ')}`);
    }
    const refs = parsePushedRefs(await text(streams.stdin));
    const push = {
      ...deployBranchOf(context, app, refs),
      context: {
        ...context,
        actor: pusherOf(environment, variables, context.actor),
        out: pushOptions.includes('trace') ? out.with({ trace: true }) : out,
      },
      app,
      repository: repositoryPath(environment, app),
      pushOptions,
      pushedTags: refs.filter(({ ref }) => ref.startsWith('refs/tags/')),
    };
    // Most pushes deploy, so the code that deploys is loaded while git checks the refs.
    void import('../../deploy/requests/push.ts');
    // When one ref of a push is refused, no other ref may be deployed, so all refs are checked first.
    const checked: CheckedRef[] = [];
    for (const ref of refs) checked.push(await check(push, ref));
    const kept = checked.filter((pushed) => pushed.kind === 'keep' && !isDeletion(pushed));
    const deployed = checked.filter(({ kind }) => kind === 'deploy');
    const stored = kept.map(({ ref }) => ref);
    const about = { app, branch: push.branch, deploys: deployed.length > 0 };
    for (const line of explainStored(stored, about)) out.step(line);
    // A preview updates no ref, also when none would be deployed.
    for (const ref of deployed) await deploy(push, ref);
    if (pushOptions.includes('preview')) throw previewOnly();
  },
});

interface Push {
  context: Context;
  app: string;
  repository: string;
  pushOptions: string[];
  /** The deploy branch. Undefined when the app has none and the push brings none. */
  branch: string | undefined;
  isSet: boolean;
  pushedTags: PushedRef[];
}

/** A pushed ref that may move, with the commit of a branch or of what is deployed. */
interface CheckedRef extends PushedRef {
  kind: Decision['kind'];
  commit: Commit | undefined;
}

async function check({ repository, branch }: Push, ref: PushedRef): Promise<CheckedRef> {
  const decision = decideUpdate(ref, branch);
  if (decision.kind === 'refuse') throw decision.failure;
  const { kind } = decision;
  if (isDeletion(ref)) return { ...ref, kind, commit: undefined };
  const needsCommit = kind === 'deploy' || ref.ref.startsWith('refs/heads/');
  const commit = needsCommit ? readPushedCommit(repository, ref) : undefined;
  // What is missing of the history explains why the commit cannot be read.
  commit?.catch(() => {});
  await refuseMissingHistory(repository, ref.newRev);
  return { ...ref, kind, commit: await commit };
}

async function deploy(
  { context, app, repository, pushOptions, branch, isSet, pushedTags }: Push,
  ref: CheckedRef,
): Promise<void> {
  if (!ref.commit) return;
  const { out } = context;
  if (!isSet) out.step(`Set ${branch} as deploy-branch`);
  const preview = pushOptions.includes('preview');
  if (pushOptions.includes('detach') && !preview) {
    out.step('Deploying in the background: the branch is updated now, even if the deploy fails');
    return;
  }
  const { id, tree } = ref.commit;
  const pushed = {
    app,
    repository,
    newRev: id,
    tree,
    pushedTags,
    move: { ref: ref.ref, oldRev: ref.oldRev },
  };
  if (preview) {
    const { previewPush } = await import('../../deploy/requests/preview.ts');
    printPreview(out, app, await previewPush(context, pushed));
    throw previewOnly();
  }
  const { deployPush } = await import('../../deploy/requests/push.ts');
  await deployPush(context, { ...pushed, pushOptions });
  await keepDeployBranch(context, app, ref.ref);
}
