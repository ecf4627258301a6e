import { Failure } from '../../core/failure.ts';
import { addressesOf } from '../../rollout/ingress/addresses.ts';
import { reachable } from '../../rollout/ingress/ask.ts';
import { ingressPods } from '../../rollout/ingress/controller.ts';
import { unroutedHosts } from '../../rollout/ingress/unrouted.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';

/** Milliseconds for which a deploy waits for the ingress: some times the interval at which controllers read changes. */
const timeoutMs = 6000;

/**
 * Waits until the ingress routes hosts that the app did not have before: controllers read changes only every second or
 * two, and until then the address of a new app answers 404.
 */
export async function awaitRoutes(run: DeployRun, plan: Plan): Promise<void> {
  await awaitHosts(run, plan, newDomains(run, plan));
}

/** Waits until the ingress routes all hosts of a version whose pods were all replaced at once. */
export async function awaitAllRoutes(run: DeployRun, plan: Plan): Promise<void> {
  await awaitHosts(run, plan, domainsOf(plan));
}

async function awaitHosts(run: DeployRun, plan: Plan, domains: readonly string[]): Promise<void> {
  if (domains.length === 0) return;
  const { routing, app, number } = plan.spec;
  const kube = await run.kube();
  const pods = await ingressPods(kube, routing!.ingressClass, run.signal).catch((error: unknown) => {
    // The class may be served by a controller that is not known here.
    if (error instanceof Failure) return undefined;
    throw error;
  });
  const address = pods && (await reachable(await addressesOf(kube, pods, run.signal), run.signal));
  if (!address)
    return run.out.detail(
      `This server cannot reach the ingress controller, so it did not check that ${domains.join(', ')} is routed to v${number}`,
    );
  const path = readinessPath(plan);
  const unrouted = await unroutedHosts(address, { domains, path, timeoutMs }, run.signal);
  for (const { domain, status } of unrouted)
    run.out.warn(
      `The ingress does not route ${domain} yet: http://${domain}${path} answers with status ${status}, as for an unknown host or without pods. Check: dokku nginx:show-config ${app}`,
    );
}

/** The hosts that get routes, or pods after a time without any, with this release. */
function newDomains({ facts }: DeployRun, plan: Plan): string[] {
  const { routing, processes } = plan.spec;
  const web = processes.find(({ name }) => name === routing?.process);
  if (web?.strategy.type === 'Recreate') return domainsOf(plan);
  const before = plan.movesFrom ? undefined : facts.serving?.spec.routing;
  const known = before?.ingressClass === routing?.ingressClass ? (before?.hosts ?? []) : [];
  return domainsOf(plan).filter((domain) => !known.some((host) => host.domain === domain));
}

/** The hosts that answer. An app that is scaled to zero does not answer, and a wildcard names no single host. */
function domainsOf({ spec: { routing, processes } }: Plan): string[] {
  const web = processes.find(({ name }) => name === routing?.process);
  if (!routing || !web || web.replicas === 0 || routing.interceptor) return [];
  return routing.hosts.filter(({ wildcard }) => !wildcard).map(({ domain }) => domain);
}

function readinessPath({ spec }: Plan): string {
  const web = spec.processes.find(({ name }) => name === spec.routing?.process);
  const { httpGet } = (web?.probes.readiness ?? {}) as { httpGet?: { path?: string } };
  return httpGet?.path?.startsWith('/') ? httpGet.path : '/';
}
