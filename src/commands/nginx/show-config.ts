import { stringify } from 'yaml';
import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import { type IngressPod, ingressPods } from '../../rollout/ingress/controller.ts';
import { serverBlocks } from '../../rollout/ingress/nginx-config.ts';
import { runInPod } from '../../rollout/ingress/run-in-pod.ts';
import type { IngressTarget } from '../../rollout/ingress/target.ts';
import { readTraefikConfig, selectAppConfig } from '../../rollout/ingress/traefik-api.ts';
import { objectsForTraefik } from '../../rollout/ingress/traefik-objects.ts';
import { ingressTarget } from './target.ts';

export default command({
  name: 'nginx:show-config',
  summary: 'Show how the ingress controller serves an app',
  description:
    'For Traefik, prints the routers, services and middlewares of its API, or the Kubernetes objects when the API is off. For ingress-nginx, prints the server blocks.',
  args: [appArgument],
  flags: {},
  role: 'read',
  examples: [
    { command: 'dokku nginx:show-config my-app', summary: 'Show the routing configuration of one app' },
  ],
  async run(context, { args: { app } }) {
    const { signal } = context;
    const target = ingressTarget(context, app);
    const kube = await context.kube();
    const [pod] = await ingressPods(kube, target.ingressClass, signal);
    const text =
      target.ingressClass === 'nginx'
        ? await fromNginx(kube, target, pod, signal)
        : await fromTraefik(kube, target, pod, signal);
    if (text === undefined) {
      throw new Failure(`${pod.name} in namespace ${pod.namespace} does not serve ${app}`, {
        code: 'ingress.not-served',
        hint: `Apply the routes of the app again: dokku ps:restart ${app}`,
      });
    }
    context.out.raw(text);
  },
});

async function fromNginx(kube: Kube, { hosts }: IngressTarget, pod: IngressPod, signal: AbortSignal) {
  const lines: string[] = [];
  await runInPod(kube, pod, ['cat', '/etc/nginx/nginx.conf'], (line) => void lines.push(line), signal);
  const blocks = serverBlocks(
    lines.join('\n'),
    hosts.map(({ domain }) => domain),
  );
  return blocks.length > 0 ? `${blocks.join('\n\n')}\n` : undefined;
}

async function fromTraefik(kube: Kube, target: IngressTarget, pod: IngressPod, signal: AbortSignal) {
  const data = await readTraefikConfig(kube, pod, signal);
  if (data) {
    const part = selectAppConfig(target, data);
    return Object.keys(part.routers).length > 0 ? stringify(part, { lineWidth: 0 }) : undefined;
  }
  const objects = await objectsForTraefik(kube, target, signal);
  if (objects.length === 0) return undefined;
  const documents = objects.map((object) => stringify(object, { lineWidth: 0 }));
  return `# The API of Traefik is off; Traefik creates its routers from these objects.\n${documents.join('---\n')}`;
}
