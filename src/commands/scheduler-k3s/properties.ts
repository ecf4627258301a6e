import type { Properties } from '../../cli/parts/property-set.ts';
import { boolean, dnsSubdomain, oneOf, pathInRepository } from '../../cli/parts/property-values.ts';
import { ingressClasses } from '../../release/routing/ingress-class.ts';
import { absolutePath, email, memory, namespace, port, secretNames, timeout } from './values.ts';

/** Settings of one app, or of all apps that have none of their own. */
const deploy = {
  'deploy-timeout': {
    summary: 'How long a deploy may go without progress: seconds or a time like 5m',
    default: '300s',
    normalize: timeout('deploy-timeout'),
  },
  'image-pull-secrets': {
    summary: 'Names of existing Secrets that images are pulled with, separated by commas',
    normalize: secretNames('image-pull-secrets'),
  },
  'kustomize-cluster-scope': {
    summary: 'The Kustomize folder may have objects outside the namespace of the app',
    default: 'false',
    ofWhole: true,
    normalize: boolean('kustomize-cluster-scope'),
  },
  'kustomize-root-path': {
    summary: 'Folder of the repository that customises the manifest with Kustomize',
    default: 'config/kustomize',
    normalize: pathInRepository('kustomize-root-path'),
  },
  namespace: {
    summary: 'Namespace of the objects of an app',
    default: 'default',
    ofWhole: true,
    normalize: namespace('namespace'),
  },
  'rollback-on-failure': {
    summary: 'A deploy that fails brings back the version before it',
    default: 'false',
    normalize: boolean('rollback-on-failure'),
  },
  'shm-size': { summary: 'Size of /dev/shm, e.g. 64Mi', normalize: memory('shm-size') },
} satisfies Properties;

const certificates = {
  'letsencrypt-server': {
    summary: "Let's Encrypt's server; false turns it off",
    default: 'prod',
    normalize: oneOf('letsencrypt-server', ['prod', 'production', 'stag', 'staging', 'false']),
  },
  'letsencrypt-email-prod': {
    summary: "Address for Let's Encrypt's production server; setting it turns HTTPS on",
    normalize: email('letsencrypt-email-prod'),
  },
  'letsencrypt-email-stag': {
    summary: "Address for Let's Encrypt's staging server",
    normalize: email('letsencrypt-email-stag'),
  },
  'cert-issuer-name': {
    summary: 'Name of an issuer of cert-manager; false opts out of the global one',
    normalize: dnsSubdomain('cert-issuer-name'),
  },
  'cert-issuer-kind': {
    summary: 'Issuer or ClusterIssuer',
    default: 'ClusterIssuer',
    normalize: (value) =>
      oneOf('cert-issuer-kind', ['Issuer', 'ClusterIssuer'])(
        { issuer: 'Issuer', clusterissuer: 'ClusterIssuer' }[value.toLowerCase()] ?? value,
      ),
  },
} satisfies Properties;

/** Settings of the cluster and of the way to it. */
const cluster = {
  'ingress-class': {
    summary: 'What serves apps: traefik, nginx (ingress-nginx, retired in 2026) or gateway (the Gateway API)',
    default: 'traefik',
    scope: 'global',
    normalize: oneOf('ingress-class', ingressClasses),
  },
  'gateway-class': {
    summary: 'GatewayClass of the ingress class gateway',
    default: 'traefik',
    scope: 'global',
    normalize: dnsSubdomain('gateway-class'),
  },
  'gateway-http-port': {
    summary: 'Port on which the Gateways of apps listen; with Traefik, that of its entry point',
    default: '80',
    scope: 'global',
    normalize: port('gateway-http-port'),
  },
  'gateway-https-port': {
    summary: 'The same for HTTPS',
    default: '443',
    scope: 'global',
    normalize: port('gateway-https-port'),
  },
  'kubeconfig-path': {
    summary: 'Kubeconfig on the server by which the cluster is reached',
    default: '/etc/rancher/k3s/k3s.yaml',
    scope: 'global',
    normalize: absolutePath('kubeconfig-path'),
  },
  'kube-context': { summary: 'Context of the kubeconfig; its current one without', scope: 'global' },
  'network-interface': {
    summary: 'Interface whose address other nodes reach the server by',
    default: 'eth0',
    scope: 'global',
  },
  token: { summary: 'Secret with which nodes join the cluster', scope: 'global', secret: true },
} satisfies Properties;

export const properties = { ...deploy, ...certificates, ...cluster } satisfies Properties;
