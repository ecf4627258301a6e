import type { Context } from '../../cli/invoke/context.ts';
import { repositoryPath } from '../../core/environment.ts';
import { setHead } from '../../git/head.ts';
import { decideUpdate } from '../../git/refs.ts';
import { GLOBAL } from '../../state/scope.ts';

/** The deploy branch as it is set for the app and globally. */
export function branchesOf({ store }: Pick<Context, 'store'>, app: string) {
  return {
    app: store.properties.get(app, 'git', 'deploy-branch'),
    global: store.properties.get(GLOBAL, 'git', 'deploy-branch'),
  };
}

/**
 * Makes the first deployed ref the deploy branch, unless one was set. A failed first push sets none.
 */
export async function keepDeployBranch(context: Context, app: string, ref: string): Promise<void> {
  const pushed = { ref, oldRev: '', newRev: '1' };
  const decision = decideUpdate(pushed, branchesOf(context, app));
  if (decision.kind !== 'deploy') return;
  if (decision.store) context.store.properties.set(app, 'git', 'deploy-branch', decision.branch);
  if (ref.startsWith('refs/heads/')) await setHead(repositoryPath(context.environment, app), decision.branch);
}
