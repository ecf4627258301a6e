import { Failure } from '../core/failure.ts';
import type { PropertyReader } from '../state/property-reader.ts';
import { isHost, isRepositoryPath, isTag } from './registry/reference.ts';
import { listOf, readServer } from './registry-server.ts';

/** Where an app's images are pushed to. */
export interface PushTarget {
  /** `host/path`. */
  repository: string;
  /** Tags besides the release's number: `push-extra-tags`. */
  extraTags: string[];
}

/**
 * `<server>/<image-repo>`; the path is the app's `image-repo`, else the template, else `dokku/<app>`. Undefined when
 * no setting names a registry: `dokku/<app>` on Docker Hub belongs to somebody else.
 */
export function readPushTarget(properties: PropertyReader, app: string): PushTarget | undefined {
  const own = properties.get(app, 'registry', 'image-repo');
  const template = properties.effective(app, 'registry', 'image-repo-template', '');
  const { host, prefix } = readServer(properties.effective(app, 'registry', 'server', ''));
  if (host === 'docker.io' && !prefix && !own && !template) return undefined;
  return {
    repository: `${host}/${prefix}${imageRepository(app, own, template)}`,
    extraTags: listOf(properties.effective(app, 'registry', 'push-extra-tags', '')),
  };
}

/** `{{ .AppName }}` is the one value that a template knows. */
export function imageRepository(app: string, own: string | undefined, template: string): string {
  if (own) return own;
  return template ? template.replaceAll(/\{\{-?\s*\.AppName\s*-?\}\}/g, app) : `dokku/${app}`;
}

/** The settled target; throws a Failure when there is none, or when a registry would refuse its name. */
export function pushTargetOf({ push }: { push: PushTarget | undefined }, app: string): PushTarget {
  if (!push) {
    throw new Failure('There is no registry to push the image to', {
      code: 'registry.unset',
      hint: 'Name one with: dokku registry:set --global server <host>; without TLS: http://<host>:<port>',
    });
  }
  const slash = push.repository.indexOf('/');
  const wrong = [
    ...(isHost(push.repository.slice(0, slash)) ? [] : ['server']),
    ...(isRepositoryPath(push.repository.slice(slash + 1)) ? [] : ['image-repo']),
    ...(push.extraTags.every(isTag) ? [] : ['push-extra-tags']),
  ];
  if (wrong.length === 0) return push;
  throw new Failure(`The registry settings of ${app} make no valid image name: ${push.repository}`, {
    code: 'registry.name',
    details: wrong.map((property) => `${property} is not valid`),
    hint: `Look at them with: dokku registry:report ${app}`,
  });
}
