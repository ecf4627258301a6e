import { conditionOf } from '../../kube/conditions.ts';
import type { Condition, KubeObject } from '../../kube/types.ts';

/** Objects of cert-manager, in the order in which one makes the next; only what this program reads is spelt out. */

export interface Certificate extends KubeObject {
  spec: { secretName: string; dnsNames?: string[]; issuerRef: { kind?: string; name: string } };
  status?: {
    conditions?: (Condition & { observedGeneration?: number })[];
    /** RFC 3339; absent since the last attempt that succeeded. */
    lastFailureTime?: string;
  };
}

export interface CertificateRequest extends KubeObject {
  status?: { conditions?: Condition[] };
}

export interface Order extends KubeObject {
  status?: { state?: string; reason?: string };
}

/** One name of an order that has to be proved; gone when that is done. */
export interface Challenge extends KubeObject {
  spec: { dnsName: string; type?: string };
  status?: { state?: string; reason?: string };
}

export interface IssuerObject extends KubeObject {
  status?: { conditions?: Condition[] };
}

export const issuerKinds = {
  ClusterIssuer: { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer' },
  Issuer: { apiVersion: 'cert-manager.io/v1', kind: 'Issuer' },
} as const;

export const certificateKind = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate' };

/** Why an issuer cannot issue at present; undefined also while it has not said anything yet. */
export function issuerProblem({ status }: IssuerObject): string | undefined {
  const ready = conditionOf(status?.conditions, 'Ready');
  return ready?.status === 'False' ? (ready.message ?? ready.reason ?? 'it does not say why') : undefined;
}
