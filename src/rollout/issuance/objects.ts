import { conditionOf } from '../../kube/conditions.ts';
import type { Condition, KubeObject } from '../../kube/types.ts';

/**
 * Objects of cert-manager, in the order in which one creates the next. Only the fields that dokku reads are declared.
 */

export interface Certificate extends KubeObject {
  spec: { secretName: string; dnsNames?: string[]; issuerRef: { kind?: string; name: string } };
  status?: {
    conditions?: (Condition & { observedGeneration?: number })[];
    /** RFC 3339; absent after a successful attempt. */
    lastFailureTime?: string;
  };
}

export interface CertificateRequest extends KubeObject {
  status?: { conditions?: Condition[] };
}

export interface Order extends KubeObject {
  status?: { state?: string; reason?: string };
}

/** Proof of control over one DNS name of an order. cert-manager deletes the Challenge after the proof. */
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

/** Returns why an issuer is not ready; undefined also before the issuer has reported a condition. */
export function issuerProblem({ status }: IssuerObject): string | undefined {
  const ready = conditionOf(status?.conditions, 'Ready');
  return ready?.status === 'False' ? (ready.message ?? ready.reason ?? 'no reason given') : undefined;
}
