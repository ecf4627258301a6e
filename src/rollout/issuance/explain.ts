import { conditionOf, isTrue } from '../../kube/conditions.ts';
import { newestOf as newestEvent } from '../../kube/events.ts';
import type { KubeEvent, KubeObject } from '../../kube/types.ts';
import {
  type Certificate,
  type CertificateRequest,
  type Challenge,
  type IssuerObject,
  issuerProblem,
  type Order,
} from './objects.ts';

/** Objects around a Certificate that may explain why the certificate is not issued. */
export interface RelatedObjects {
  requests: readonly CertificateRequest[];
  orders: readonly Order[];
  challenges: readonly Challenge[];
  issuers: readonly IssuerObject[];
  /** Warnings about orders. Some reasons appear only in these events. */
  events: readonly KubeEvent[];
}

/** Issuance state of a certificate. */
export interface Issuance {
  /** `issued` also during a renewal. */
  state: 'issued' | 'pending' | 'failed';
  /** Latest message of cert-manager about the issuance in progress; empty without an issuance in progress. */
  reason: string;
}

/** Whether the Secret contains the certificate that the current spec requests. */
export function isIssued({ metadata, status }: Certificate): boolean {
  const ready = conditionOf(status?.conditions, 'Ready');
  return (
    ready?.status === 'True' && (ready.observedGeneration ?? metadata.generation) === metadata.generation
  );
}

/** Whether the certificate is not issued yet, or a new certificate was requested or has failed. */
export function isInProgress(certificate: Certificate): boolean {
  return !isIssued(certificate) || isIssuing(certificate) || hasFailed(certificate);
}

/**
 * Follows a Certificate to its request, its order and its challenges, and returns the message of the last object that
 * has one. The further down the chain, the closer the message is to the cause.
 */
export function explainIssuance(certificate: Certificate, related: RelatedObjects): Issuance {
  if (!isInProgress(certificate)) return { state: 'issued', reason: '' };
  const state = isIssued(certificate) ? 'issued' : hasFailed(certificate) ? 'failed' : 'pending';
  return { state, reason: oneLine(latestMessage(certificate, related)) };
}

function isIssuing({ status }: Certificate): boolean {
  return isTrue(status?.conditions, 'Issuing');
}

/** Whether the last attempt failed. cert-manager keeps the failure in the status until its next attempt. */
function hasFailed(certificate: Certificate): boolean {
  return certificate.status?.lastFailureTime !== undefined && !isIssuing(certificate);
}

function latestMessage(certificate: Certificate, related: RelatedObjects): string {
  const request = newestOf(certificate, related.requests);
  const order = request && newestOf(request, related.orders);
  const open = order
    ? ownedBy(order, related.challenges).filter(({ status }) => status?.state !== 'valid')
    : [];
  return (
    challengeMessage(open) ||
    orderMessage(order, related.events) ||
    issuerMessage(certificate, related.issuers) ||
    requestMessage(request) ||
    certificateMessage(certificate, request)
  );
}

function challengeMessage(challenges: readonly Challenge[]): string {
  const withReason = challenges.filter(({ status }) => status?.reason);
  if (withReason.length > 0)
    return withReason.map(({ spec, status }) => `${spec.dnsName}: ${status!.reason}`).join(' · ');
  const [first] = challenges;
  return first ? `${first.spec.dnsName}: waiting for its ${first.spec.type ?? ''} challenge` : '';
}

function orderMessage(order: Order | undefined, events: readonly KubeEvent[]): string {
  if (!order) return '';
  const orderEvents = events.filter(({ involvedObject: { uid } }) => uid === order.metadata.uid);
  return order.status?.reason || newestEvent(orderEvents)?.message || '';
}

function issuerMessage({ spec, metadata }: Certificate, issuers: readonly IssuerObject[]): string {
  const { kind = 'Issuer', name } = spec.issuerRef;
  const issuer = issuers.find(
    (each) =>
      each.kind === kind &&
      each.metadata.name === name &&
      (kind === 'ClusterIssuer' || each.metadata.namespace === metadata.namespace),
  );
  if (!issuer) return `${kind} ${name} does not exist`;
  const problem = issuerProblem(issuer);
  return problem ? `The ${kind} ${name} is not ready: ${problem}` : '';
}

function requestMessage(request: CertificateRequest | undefined): string {
  const ready = conditionOf(request?.status?.conditions, 'Ready');
  return ready?.status === 'False' ? (ready.message ?? '') : '';
}

function certificateMessage({ status }: Certificate, request: CertificateRequest | undefined): string {
  const messages = ['Issuing', 'Ready'].map((type) => conditionOf(status?.conditions, type)?.message);
  if (status?.conditions?.length || request)
    return messages.find(Boolean) ?? 'cert-manager is requesting the certificate';
  return 'cert-manager has not reconciled the Certificate yet. Check that cert-manager runs: kubectl get pods -n cert-manager';
}

function newestOf<T extends KubeObject>(owner: KubeObject, objects: readonly T[]): T | undefined {
  return newest(ownedBy(owner, objects));
}

function newest<T extends KubeObject>(objects: readonly T[]): T | undefined {
  return objects.toSorted((a, b) => createdAt(a) - createdAt(b)).at(-1);
}

function ownedBy<T extends KubeObject>(owner: KubeObject, objects: readonly T[]): T[] {
  return objects.filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid),
  );
}

function createdAt({ metadata }: KubeObject): number {
  return Date.parse(metadata.creationTimestamp ?? '');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
