import { Failure, notDeployed } from '../../core/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { podsOf } from '../../rollout/objects/pods.ts';
import type { Context } from '../invoke/context.ts';

/** The namespace of the app's pods. A first version that failed has pods too, and users want to see them. */
export function deployedNamespace({ store }: Pick<Context, 'store'>, app: string): string {
  const spec = store.releases.currentParts(app)?.spec ?? store.releases.newestSpec(app);
  if (spec === undefined) throw notDeployed(app);
  return (JSON.parse(spec) as ReleaseSpec).namespace;
}

/** `web` is a process type, `web.2` its second pod in stable order. */
export async function podsOfProcess(
  kube: Kube,
  { namespace, app, which, signal }: { namespace: string; app: string; which: string; signal: AbortSignal },
): Promise<{ process: string; pod: string | undefined }> {
  const [, process, index] = which.match(/^([a-z0-9][a-z0-9-]*)(?:\.([1-9]\d*))?$/i) ?? [];
  if (!process) {
    throw new Failure(`"${which}" is neither a process type nor a pod of one, like web or web.2`, {
      code: 'usage.process',
    });
  }
  if (index === undefined) return { process, pod: undefined };
  const pods = await podsOf(kube, { namespace, app, process, signal });
  const pod = pods[Number(index) - 1];
  if (pod) return { process, pod: pod.metadata.name };
  throw new Failure(
    `${app} has ${pods.length} ${pods.length === 1 ? 'pod' : 'pods'} of ${process}, so there is no ${which}`,
    {
      code: 'pods.index',
      hint: `List the pods with: dokku ps:report ${app}`,
    },
  );
}
