import { label } from '../../core/labels.ts';
import type { ResolveContext } from '../context.ts';
import type { RoutingSpec } from './routing.ts';

/** The values of the property `network-policy`. */
export const networkPolicies = ['none', 'isolated'] as const;

/** Pods by their namespaces and labels. */
export interface PodSource {
  namespaces: string[];
  labels: Record<string, string>;
}

/** Who may connect to the pods of an app besides these pods themselves. */
export interface NetworkPolicySpec {
  /** The policy applies to all pods of the namespace, else only to those with the label of the app. */
  wholeNamespace: boolean;
  sources: PodSource[];
}

/** The pods of KEDA's HTTP add-on that pass requests on. Source: the labels of its chart. */
const interceptor: PodSource = { namespaces: ['keda'], labels: { [label.component]: 'interceptor' } };

/**
 * Returns who may connect to the pods of an app; undefined without a restriction. Refuses a policy that would lock out
 * the ingress controller.
 */
export function networkPolicyOf(
  context: ResolveContext,
  routing: RoutingSpec | undefined,
): NetworkPolicySpec | undefined {
  const { app, settings, cluster } = context.input;
  if (settings.networkPolicy !== 'isolated') return undefined;
  const wholeNamespace = settings.ownNamespace;
  if (!routing) return { wholeNamespace, sources: [] };
  const controller = cluster?.ingress;
  const sources = [...(controller ? [controller.pods] : []), ...(routing.interceptor ? [interceptor] : [])];
  // Without an answer of the cluster, the check before the build cannot know the controller.
  if (!cluster) return { wholeNamespace, sources };
  const remove = `scheduler-k3s:set ${app} network-policy none`;
  if (!controller)
    context.problem(
      `network-policy isolated allows only the pods of the ingress controller, and no pod of the class ${routing.ingressClass} runs in the cluster`,
      remove,
    );
  else if (controller.hostNetwork)
    context.problem(
      'network-policy isolated cannot allow the ingress controller: its pods use the network of their nodes, so no policy can select the pods',
      remove,
    );
  return { wholeNamespace, sources };
}
