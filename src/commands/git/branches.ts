import type { Context } from '../../cli/invoke/context.ts';
import { repositoryPath } from '../../core/environment.ts';
import { setHead } from '../../git/head.ts';
import { firstDeployBranch, type PushedRef } from '../../git/refs.ts';
import { GLOBAL } from '../../state/scope.ts';

/** The deploy branch of an app: as set, else the one that the refs of a first push bring. */
export function deployBranchOf(
  context: Pick<Context, 'store'>,
  app: string,
  refs: readonly PushedRef[],
): { branch: string | undefined; isSet: boolean } {
  const set = setBranch(context, app);
  return set ? { branch: set, isSet: true } : { branch: firstDeployBranch(refs, app), isSet: false };
}

/** An empty string means that none is set. */
function setBranch({ store: { properties } }: Pick<Context, 'store'>, app: string): string | undefined {
  return properties.get(app, 'git', 'deploy-branch') || properties.get(GLOBAL, 'git', 'deploy-branch');
}

/** Makes the first deployed branch the deploy branch, unless one was set. A failed first push sets none. */
export async function keepDeployBranch(context: Context, app: string, ref: string): Promise<void> {
  const deployed = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  if (deployed === undefined) return;
  const set = setBranch(context, app);
  if (!set) context.store.properties.set(app, 'git', 'deploy-branch', deployed);
  if (!set || set === deployed) await setHead(repositoryPath(context.environment, app), deployed);
}
