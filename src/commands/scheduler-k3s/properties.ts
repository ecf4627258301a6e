import type { PropertyTable } from '../../cli/parts/property-set.ts';
import { boolean, dnsSubdomainValue, oneOf, pathInRepository } from '../../cli/parts/property-values.ts';
import { defaultSysctlImages } from '../../cluster/node-sysctls/images.ts';
import { levels } from '../../release/policy/violation.ts';
import { ingressClasses } from '../../release/routing/ingress-class.ts';
import { networkPolicies } from '../../release/routing/network-policy.ts';
import {
  absolutePath,
  email,
  image,
  kindNames,
  maxRestarts,
  memory,
  namespace,
  objectNames,
  port,
  secretNames,
  timeout,
} from './values.ts';

/** Settings of one app, or of all apps without their own value. */
const deploy = {
  'deploy-timeout': {
    summary: 'Maximum time of a deploy without progress: seconds or a time like 5m',
    default: '300s',
    normalize: timeout('deploy-timeout'),
  },
  'image-pull-secrets': {
    summary: 'Names of existing Secrets for pulling images, separated by commas',
    normalize: secretNames('image-pull-secrets'),
  },
  'kustomize-cluster-scope': {
    summary: 'Allow objects of the Kustomize folder outside the namespace of the app',
    default: 'false',
    needsGlobalRole: true,
    normalize: boolean('kustomize-cluster-scope'),
  },
  'kustomize-kinds': {
    summary:
      'Kinds that an app may have besides the usual ones, separated by commas: RoleBinding.rbac.authorization.k8s.io',
    needsGlobalRole: true,
    normalize: kindNames('kustomize-kinds'),
  },
  'kustomize-root-path': {
    summary: 'Folder with the Kustomize configuration, below build-dir',
    default: 'config/kustomize',
    normalize: pathInRepository('kustomize-root-path'),
  },
  'max-restarts': {
    summary: 'Restarts of a failing process after which a deploy fails',
    default: '1',
    normalize: maxRestarts('max-restarts'),
  },
  namespace: {
    summary: 'Namespace of the objects of an app; {{ .AppName }} gives each app a namespace of its own',
    default: 'default',
    needsGlobalRole: true,
    normalize: namespace('namespace'),
  },
  'network-policy': {
    summary: 'isolated: only the pods of the app and the ingress controller may connect to its pods',
    default: 'none',
    needsGlobalRole: true,
    normalize: oneOf('network-policy', networkPolicies),
  },
  'pod-security': {
    summary: 'Pod Security Standard of all pods: restricted, baseline or privileged',
    default: 'baseline',
    needsGlobalRole: true,
    normalize: oneOf('pod-security', levels),
  },
  'rollback-on-failure': {
    summary: 'Roll back to the previous release when a deploy fails',
    default: 'false',
    normalize: boolean('rollback-on-failure'),
  },
  'service-account-token': {
    summary: 'Allow pods to have a token of the API server',
    default: 'false',
    needsGlobalRole: true,
    normalize: boolean('service-account-token'),
  },
  'shared-objects': {
    summary: 'Objects of others that an app may name, separated by commas: Secret/smtp,ConfigMap/region',
    needsGlobalRole: true,
    normalize: objectNames('shared-objects'),
  },
  'shm-size': { summary: 'Size of /dev/shm, e.g. 64Mi', normalize: memory('shm-size') },
} satisfies PropertyTable;

const certificates = {
  'letsencrypt-server': {
    summary: "Let's Encrypt server; false disables Let's Encrypt",
    default: 'prod',
    normalize: oneOf('letsencrypt-server', ['prod', 'production', 'stag', 'staging', 'false']),
  },
  'letsencrypt-email-prod': {
    summary: "Email address for Let's Encrypt's production server; setting the address enables HTTPS",
    normalize: email('letsencrypt-email-prod'),
  },
  'letsencrypt-email-stag': {
    summary: "Email address for Let's Encrypt's staging server",
    normalize: email('letsencrypt-email-stag'),
  },
  'cert-issuer-name': {
    summary: 'Name of a cert-manager issuer; false disables the global issuer for an app',
    normalize: dnsSubdomainValue('cert-issuer-name'),
  },
  'cert-issuer-kind': {
    summary: 'Issuer or ClusterIssuer',
    default: 'ClusterIssuer',
    normalize: (value) =>
      oneOf('cert-issuer-kind', ['Issuer', 'ClusterIssuer'])(
        { issuer: 'Issuer', clusterissuer: 'ClusterIssuer' }[value.toLowerCase()] ?? value,
      ),
  },
} satisfies PropertyTable;

/** Settings of the cluster and of the connection to the cluster. */
const cluster = {
  'ingress-class': {
    summary: 'Ingress class: traefik, nginx (ingress-nginx, retired in 2026) or gateway (the Gateway API)',
    default: 'traefik',
    scope: 'global',
    normalize: oneOf('ingress-class', ingressClasses),
  },
  'gateway-class': {
    summary: 'GatewayClass of the ingress class gateway',
    default: 'traefik',
    scope: 'global',
    normalize: dnsSubdomainValue('gateway-class'),
  },
  'gateway-http-port': {
    summary: 'HTTP port of the Gateways of apps; with Traefik, the port of its entry point',
    default: '80',
    scope: 'global',
    normalize: port('gateway-http-port'),
  },
  'gateway-https-port': {
    summary: 'HTTPS port of the Gateways of apps',
    default: '443',
    scope: 'global',
    normalize: port('gateway-https-port'),
  },
  'kubeconfig-path': {
    summary: 'Path of the kubeconfig on the server',
    default: '/etc/rancher/k3s/k3s.yaml',
    scope: 'global',
    normalize: absolutePath('kubeconfig-path'),
  },
  'kube-context': { summary: 'Context of the kubeconfig (default: its current context)', scope: 'global' },
  'network-interface': {
    summary: 'Network interface of the server that other nodes connect to',
    default: 'eth0',
    scope: 'global',
  },
  'node-sysctls-image': {
    summary: 'Image with the program sysctl, for the next node-sysctls:set',
    default: defaultSysctlImages.image,
    scope: 'global',
    normalize: image('node-sysctls-image'),
  },
  'node-sysctls-pause-image': {
    summary: 'Image of a program that only waits, for the next node-sysctls:set',
    default: defaultSysctlImages.pauseImage,
    scope: 'global',
    normalize: image('node-sysctls-pause-image'),
  },
  token: { summary: 'Token for nodes that join the cluster', scope: 'global', secret: true },
} satisfies PropertyTable;

export const properties = { ...deploy, ...certificates, ...cluster } satisfies PropertyTable;
