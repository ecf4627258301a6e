import { Failure } from '../../core/failure.ts';

/** The parts of an image name, with Docker's short forms expanded. */
export interface Reference {
  /** `docker.io`, `ghcr.io`, `127.0.0.1:5000`. */
  host: string;
  /** Path inside the registry: `library/busybox`. */
  path: string;
  tag: string | undefined;
  digest: string | undefined;
}

// Source of the grammar: the `reference` package of the distribution project.
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const pathPattern = new RegExp(`^${component}(?:/${component})*$`);
const hostPattern = /^(?:\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)(?::\d{1,5})?$/;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** Parses `[host/]path[:tag][@digest]`. Throws a Failure that names the invalid part. */
export function parseReference(text: string): Reference {
  const [name = '', digest, ...more] = text.split('@');
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  const tag = colon === -1 ? undefined : name.slice(colon + 1);
  const { host, path } = splitRepository(colon === -1 ? name : name.slice(0, colon));
  if (more.length > 0 || !hostPattern.test(host) || !pathPattern.test(path)) throw invalid(text, 'name');
  if (tag !== undefined && !tagPattern.test(tag)) throw invalid(text, 'tag');
  if (digest !== undefined && !digestPattern.test(digest)) throw invalid(text, 'digest');
  return { host, path, tag, digest };
}

/** Docker's rule: the first part is a host when it has a dot or a port; otherwise the name belongs to Docker Hub. */
function splitRepository(name: string): { host: string; path: string } {
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const isHost = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
  const host = isHost ? canonicalHost(first) : 'docker.io';
  const path = isHost ? name.slice(slash + 1) : name;
  return { host, path: host === 'docker.io' && !path.includes('/') ? `library/${path}` : path };
}

const hubAliases = new Set([
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
  'hub.docker.com',
  'docker.com',
]);

/** The canonical name of Docker Hub for all its aliases; other hosts unchanged. */
export function canonicalHost(host: string): string {
  return hubAliases.has(host) ? 'docker.io' : host;
}

export function isHost(text: string): boolean {
  return hostPattern.test(text);
}

export function isRepositoryPath(text: string): boolean {
  return pathPattern.test(text);
}

export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/** `host/path`, without tag and digest. */
export function repositoryOf({ host, path }: Reference): string {
  return `${host}/${path}`;
}

function invalid(text: string, part: string): Failure {
  return new Failure(`${text} is not a valid image reference: its ${part} is not valid`, {
    code: 'image.reference',
    hint: 'Use [registry/]name[:tag] or [registry/]name@sha256:…, with the name in lower case',
  });
}
