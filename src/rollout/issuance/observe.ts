import type { X509Certificate } from 'node:crypto';
import { Failure } from '../../core/failure.ts';
import { label, selectorOf } from '../../core/labels.ts';
import type { CallOptions, Kube } from '../../kube/kube.ts';
import type { KubeEvent, KubeObject } from '../../kube/types.ts';
import { readChain } from '../../release/tls/certificate.ts';
import { explainIssuance, type Issuance, isInProgress, type RelatedObjects } from './explain.ts';
import {
  type Certificate,
  type CertificateRequest,
  type Challenge,
  certificateKind,
  type IssuerObject,
  issuerKinds,
  type Order,
} from './objects.ts';

/** A certificate that a release requests from cert-manager. */
export interface RequestedCertificate {
  app: string;
  namespace: string;
  secretName: string;
}

export interface ObservedIssuance extends Issuance {
  /** Certificate in the Secret: the current one, or the previous one until a new one is issued. */
  leaf: X509Certificate | undefined;
}

interface TlsSecret extends KubeObject {
  data?: { 'tls.crt'?: string };
}

/** Returns the issuance state of certificates by app. The number of requests does not grow with the number of apps. */
export async function observeIssuances(
  kube: Kube,
  wanted: readonly RequestedCertificate[],
  options: CallOptions,
): Promise<Map<string, ObservedIssuance>> {
  const [only, ...others] = wanted;
  if (!only) return new Map();
  const namespaces = new Set(wanted.map(({ namespace }) => namespace));
  const scope = namespaces.size === 1 ? { namespace: only.namespace } : {};
  const labelSelector = others.length === 0 ? selectorOf(only.app) : label.partOf;
  const tls = { apiVersion: 'v1', kind: 'Secret', fieldSelector: 'type=kubernetes.io/tls' };
  const [certificates, secrets] = await Promise.all([
    kube.list<Certificate>({ ...certificateKind, ...scope, labelSelector }, options),
    kube.list<TlsSecret>({ ...tls, ...scope, labelSelector }, options),
  ]);
  const related = certificates.some(isInProgress)
    ? await readRelatedObjects(kube, scope, options)
    : noRelatedObjects;
  return new Map(
    wanted.map((each) => {
      const here = ({ metadata }: KubeObject) => metadata.namespace === each.namespace;
      const certificate = certificates.filter(here).find(({ spec }) => spec.secretName === each.secretName);
      const secret = secrets.filter(here).find(({ metadata }) => metadata.name === each.secretName);
      const issuance = certificate ? explainIssuance(certificate, related) : missingCertificate(each);
      return [each.app, { ...issuance, leaf: secret && leafOf(secret) }];
    }),
  );
}

const noRelatedObjects: RelatedObjects = {
  requests: [],
  orders: [],
  challenges: [],
  issuers: [],
  events: [],
};

async function readRelatedObjects(
  kube: Kube,
  scope: { namespace?: string },
  options: CallOptions,
): Promise<RelatedObjects> {
  const acme = { apiVersion: 'acme.cert-manager.io/v1', ...scope };
  const request = { apiVersion: 'cert-manager.io/v1', kind: 'CertificateRequest', ...scope };
  const warnings = {
    apiVersion: 'v1',
    kind: 'Event',
    fieldSelector: 'involvedObject.kind=Order,type=Warning',
  };
  const [requests, orders, challenges, shared, own, events] = await Promise.all([
    kube.list<CertificateRequest>(request, options),
    kube.list<Order>({ ...acme, kind: 'Order' }, options),
    kube.list<Challenge>({ ...acme, kind: 'Challenge' }, options),
    kube.list<IssuerObject>(issuerKinds.ClusterIssuer, options),
    kube.list<IssuerObject>({ ...issuerKinds.Issuer, ...scope }, options),
    kube.list<KubeEvent>({ ...warnings, ...scope }, options),
  ]);
  return { requests, orders, challenges, issuers: [...shared, ...own], events };
}

function missingCertificate({ app }: RequestedCertificate): Issuance {
  return {
    state: 'pending',
    reason: `The Certificate is missing from the cluster. Recreate the Certificate: dokku ps:restart ${app}`,
  };
}

/** Returns the leaf certificate of a Secret; undefined when another program has written invalid data to the Secret. */
function leafOf({ data }: TlsSecret): X509Certificate | undefined {
  try {
    return readChain(Buffer.from(data?.['tls.crt'] ?? '', 'base64').toString())[0];
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
