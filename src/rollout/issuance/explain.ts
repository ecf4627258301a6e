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
export interface Surroundings {
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
export function isUnderWay(certificate: Certificate): boolean {
  return !isIssued(certificate) || isAskedFor(certificate) || hasFailed(certificate);
}

/**
 * Follows a Certificate to its request, its order and its challenges, and returns the message of the last object that
 * has one. The further down the chain, the closer the message is to the cause.
 */
export function explainIssuance(certificate: Certificate, around: Surroundings): Issuance {
  if (!isUnderWay(certificate)) return { state: 'issued', reason: '' };
  const state = isIssued(certificate) ? 'issued' : hasFailed(certificate) ? 'failed' : 'pending';
  return { state, reason: oneLine(lastWord(certificate, around)) };
}

function isAskedFor({ status }: Certificate): boolean {
  return isTrue(status?.conditions, 'Issuing');
}

/** Whether the last attempt failed. cert-manager keeps the failure in the status until its next attempt. */
function hasFailed(certificate: Certificate): boolean {
  return certificate.status?.lastFailureTime !== undefined && !isAskedFor(certificate);
}

function lastWord(certificate: Certificate, around: Surroundings): string {
  const request = newestOf(certificate, around.requests);
  const order = request && newestOf(request, around.orders);
  const open = order
    ? ownedBy(order, around.challenges).filter(({ status }) => status?.state !== 'valid')
    : [];
  return (
    wordOfChallenges(open) ||
    wordOfOrder(order, around.events) ||
    wordOfIssuer(certificate, around.issuers) ||
    wordOfRequest(request) ||
    wordOfCertificate(certificate, request)
  );
}

function wordOfChallenges(challenges: readonly Challenge[]): string {
  const told = challenges.filter(({ status }) => status?.reason);
  if (told.length > 0)
    return told.map(({ spec, status }) => `${spec.dnsName}: ${status!.reason}`).join(' · ');
  const [first] = challenges;
  return first ? `${first.spec.dnsName}: waiting for its ${first.spec.type ?? ''} challenge` : '';
}

function wordOfOrder(order: Order | undefined, events: readonly KubeEvent[]): string {
  if (!order) return '';
  const told = events.filter(({ involvedObject: { uid } }) => uid === order.metadata.uid);
  return order.status?.reason || newestEvent(told)?.message || '';
}

function wordOfIssuer({ spec, metadata }: Certificate, issuers: readonly IssuerObject[]): string {
  const { kind = 'Issuer', name } = spec.issuerRef;
  const issuer = issuers.find(
    (each) =>
      each.kind === kind &&
      each.metadata.name === name &&
      (kind === 'ClusterIssuer' || each.metadata.namespace === metadata.namespace),
  );
  if (!issuer) return `There is no ${kind} ${name}`;
  const problem = issuerProblem(issuer);
  return problem ? `The ${kind} ${name} is not ready: ${problem}` : '';
}

function wordOfRequest(request: CertificateRequest | undefined): string {
  const ready = conditionOf(request?.status?.conditions, 'Ready');
  return ready?.status === 'False' ? (ready.message ?? '') : '';
}

function wordOfCertificate({ status }: Certificate, request: CertificateRequest | undefined): string {
  const told = ['Issuing', 'Ready'].map((type) => conditionOf(status?.conditions, type)?.message);
  if (status?.conditions?.length || request) return told.find(Boolean) ?? 'It is being asked for';
  return 'cert-manager has not looked at it yet: see whether it runs: kubectl get pods -n cert-manager';
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
