import { Failure } from '../../core/failure.ts';
import type { PropertyReader } from '../../state/property-reader.ts';
import { isHost, isRepositoryPath, isTag } from '../registry/reference.ts';
import { listOf, readServer } from './registry-server.ts';

/** The repository and the tags that an app's images are pushed to. */
export interface PushTarget {
  /** `host/path`. */
  repository: string;
  /** Additional tags, from `push-extra-tags`; the first tag is the number of the release. */
  extraTags: string[];
}

/**
 * `<server>/<image-repo>`; the path is the app's `image-repo`, else the template, else `dokku/<app>`. Undefined when no
 * registry is set: `dokku/<app>` on Docker Hub belongs to someone else.
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

/** `{{ .AppName }}` is the only variable of a template. */
export function imageRepository(app: string, own: string | undefined, template: string): string {
  if (own) return own;
  return template ? template.replaceAll(/\{\{-?\s*\.AppName\s*-?\}\}/g, app) : `dokku/${app}`;
}

/** The push target. Throws a Failure when no registry is set or when the name of the image is invalid. */
export function pushTargetOf({ push }: { push: PushTarget | undefined }, app: string): PushTarget {
  if (!push) {
    throw new Failure('No registry is set for the image', {
      code: 'registry.unset',
      hint: 'Set a registry: dokku registry:set --global server <host> · without TLS: http://<host>:<port>',
    });
  }
  const slash = push.repository.indexOf('/');
  const wrong = [
    ...(isHost(push.repository.slice(0, slash)) ? [] : ['server']),
    ...(isRepositoryPath(push.repository.slice(slash + 1)) ? [] : ['image-repo']),
    ...(push.extraTags.every(isTag) ? [] : ['push-extra-tags']),
  ];
  if (wrong.length === 0) return push;
  throw new Failure(`The registry settings of ${app} do not form a valid image name: ${push.repository}`, {
    code: 'registry.name',
    details: wrong.map((property) => `${property} is not valid`),
    hint: `Show the settings: dokku registry:report ${app}`,
  });
}
