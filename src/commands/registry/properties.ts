import { isHost, isRepositoryPath, isTag } from '../../build/registry/reference.ts';
import { imageRepository } from '../../build/settings/push-target.ts';
import { listOf, readServer } from '../../build/settings/registry-server.ts';
import type { PropertyTable } from '../../cli/parts/property-set.ts';
import { boolean, invalidPropertyValue } from '../../cli/parts/property-values.ts';

export const properties = {
  server: {
    summary: 'Registry to push images to; write http:// before a registry without TLS',
    normalize: (value) => server('server', value),
  },
  'image-repo': {
    summary: 'Name of the image in the registry',
    scope: 'app',
    normalize(value) {
      if (isRepositoryPath(value)) return value;
      throw invalidPropertyValue(
        'image-repo',
        value,
        'a lower-case name like team/my-app, without server and tag',
      );
    },
  },
  'image-repo-template': {
    summary: 'Image name of apps without image-repo; {{ .AppName }} is the name of the app',
    normalize(value) {
      if (isRepositoryPath(imageRepository('app', undefined, value))) return value;
      throw invalidPropertyValue('image-repo-template', value, 'a lower-case name like team/{{ .AppName }}');
    },
  },
  'push-extra-tags': {
    summary: 'Additional tags of each image, separated by commas',
    normalize(value) {
      const tags = listOf(value);
      if (tags.length > 0 && tags.every(isTag)) return tags.join(',');
      throw invalidPropertyValue('push-extra-tags', value, 'a list of tags like latest,stable');
    },
  },
  'push-on-release': {
    summary: 'Accepted for compatibility; images are always pushed, because pods pull from a registry',
    default: 'false',
    normalize: boolean('push-on-release'),
  },
  'insecure-registries': {
    summary: 'Additional registries without TLS, separated by commas',
    scope: 'global',
    normalize(value) {
      const hosts = listOf(value);
      if (hosts.length > 0 && hosts.every(isHost)) return hosts.join(',');
      throw invalidPropertyValue('insecure-registries', value, 'a list of hosts like 10.0.0.5:5000');
    },
  },
  'hub-mirror': {
    summary: 'Mirror of Docker Hub; set the mirror that BuildKit and the nodes use',
    scope: 'global',
    normalize: (value) => server('hub-mirror', value),
  },
} satisfies PropertyTable;

/** `host[:port][/path]`, with the scheme only for a registry without TLS. */
function server(property: string, value: string): string {
  const { host, prefix, plain } = readServer(value);
  const path = prefix.replace(/\/$/, '');
  if (isHost(host) && (path === '' || isRepositoryPath(path))) {
    return `${plain ? 'http://' : ''}${host}${path && `/${path}`}`;
  }
  throw invalidPropertyValue(property, value, 'a host like ghcr.io or http://10.0.0.5:5000');
}
