import { EngineError } from '../system/errors.ts';
import { addonPrograms } from './addon-programs.ts';
import type { Program } from './program.ts';

const containerd = 'github.com/containerd/containerd/v2';
const cni = 'github.com/containernetworking/plugins/plugins';
const buildkit = 'github.com/moby/buildkit';
const traefik = 'github.com/traefik/traefik/v3';
const traefikYaml = 'docs/content/reference/dynamic-configuration';

/** What is needed first comes first: a cluster can be looked at while the rest is still being compiled. */
export const programs: Program[] = [
  {
    name: 'hyperkube',
    version: '1.34.4',
    binaries: { hyperkube: '.' },
    ldflags: ['gitVersion=v1.34.4', 'gitMajor=1', 'gitMinor=34'].map(
      (v) => `-X k8s.io/component-base/version.${v}`,
    ),
    work: 1330,
    packages: 2770,
  },
  {
    name: 'containerd',
    version: '2.2.3',
    binaries: {
      containerd: `${containerd}/cmd/containerd`,
      'containerd-shim-runc-v2': `${containerd}/cmd/containerd-shim-runc-v2`,
      ctr: `${containerd}/cmd/ctr`,
    },
    ldflags: [`-X ${containerd}/version.Version=v2.2.3`],
    tags: ['no_btrfs', 'no_devmapper', 'no_zfs', 'no_aufs'],
    work: 170,
    packages: 450,
  },
  {
    name: 'runc',
    version: '1.4.0',
    binaries: { runc: 'github.com/opencontainers/runc' },
    // Without seccomp, BuildKit and the RuntimeDefault profile refuse to start anything.
    tags: ['seccomp', 'netgo', 'osusergo'],
    ldflags: ['-extldflags -static', '-X main.version=1.4.0'],
    cgo: true,
    isApart: true,
    work: 52,
    packages: 109,
  },
  {
    name: 'etcd',
    version: '3.6.5',
    binaries: { etcd: 'go.etcd.io/etcd/server/v3' },
    work: 6,
    packages: 20,
  },
  {
    name: 'cni',
    version: '1.9.1',
    binaries: {
      bridge: `${cni}/main/bridge`,
      loopback: `${cni}/main/loopback`,
      'host-local': `${cni}/ipam/host-local`,
      portmap: `${cni}/meta/portmap`,
    },
    work: 4,
    packages: 10,
  },
  { name: 'pause', version: '1', binaries: { pause: '.' }, work: 1, packages: 1 },
  {
    name: 'registry',
    version: '3.1.2',
    binaries: { registry: '.' },
    ldflags: ['-X github.com/distribution/distribution/v3/version.version=v3.1.2'],
    work: 53,
    packages: 145,
  },
  {
    name: 'buildkit',
    version: '0.34.2',
    binaries: { buildkitd: `${buildkit}/cmd/buildkitd`, buildctl: `${buildkit}/cmd/buildctl` },
    ldflags: [`-X ${buildkit}/version.Version=v0.34.2`],
    work: 274,
    packages: 750,
  },
  {
    name: 'helm',
    version: '4.3.1',
    binaries: { helm: 'helm.sh/helm/v4/cmd/helm' },
    ldflags: ['-X helm.sh/helm/v4/internal/version.version=v4.3.1'],
    work: 371,
    packages: 625,
  },
  {
    name: 'kustomize',
    version: '5.8.1',
    binaries: { kustomize: 'sigs.k8s.io/kustomize/kustomize/v5' },
    ldflags: ['-X sigs.k8s.io/kustomize/api/provenance.version=v5.8.1'],
    work: 11,
    packages: 37,
  },
  { name: 'coredns', version: '1.14.1', binaries: { coredns: '.' }, work: 54, packages: 91 },
  {
    name: 'traefik',
    version: '3.6.12',
    binaries: { traefik: `${traefik}/cmd/traefik` },
    ldflags: [`-X ${traefik}/pkg/version.Version=3.6.12`],
    substitutes: [
      { module: traefik, folder: 'pkg/provider/ecs', by: 'ecs' },
      { module: 'github.com/go-acme/lego/v4', folder: 'providers/dns', by: 'dns' },
    ],
    files: {
      'crds/traefik.yaml': { module: traefik, path: `${traefikYaml}/kubernetes-crd-definition-v1.yml` },
      'crds/gateway': { module: 'sigs.k8s.io/gateway-api', path: 'config/crd/standard' },
    },
    work: 227,
    packages: 410,
  },
  {
    name: 'local-path-provisioner',
    version: '0.0.30',
    binaries: { 'local-path-provisioner': 'github.com/rancher/local-path-provisioner' },
    work: 16,
    packages: 6,
  },
  {
    name: 'metrics-server',
    version: '0.8.0',
    binaries: { 'metrics-server': 'sigs.k8s.io/metrics-server/cmd/metrics-server' },
    work: 27,
    packages: 23,
  },
  ...addonPrograms,
];

export function program(name: string): Program {
  const found = programs.find((candidate) => candidate.name === name);
  if (found) return found;
  const names = programs.map((candidate) => candidate.name).join(', ');
  throw new EngineError(`There is no program '${name}'`, { hint: `choose one of ${names}` });
}
