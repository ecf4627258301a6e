import { Failure } from '../../core/failure.ts';
import { legacyName, readLegacyMount } from '../../storage/entry/legacy.ts';

/** The form of older releases: there is no host behind the containers of a cluster. */
export function refuseColonForm(app: string, text: string, verb: 'mount' | 'unmount'): Failure {
  const legacy = readLegacyMount(text);
  if (!legacy)
    return new Failure(`"${text}" is neither the name of a storage entry nor host:container`, {
      code: 'storage.legacy',
      hint: 'See: dokku help storage:mount',
    });
  const { host, container, options } = legacy;
  const readonly = options.includes('ro') ? ' --volume-readonly' : '';
  const path = host.startsWith('/') ? ` ${host}` : '';
  const hint =
    verb === 'unmount'
      ? [`dokku storage:unmount ${app} ${legacyName(host)} --container-dir ${container}`]
      : [
          `dokku storage:create ${app}-data${path} --size 1Gi`,
          `dokku storage:mount ${app} ${app}-data --container-dir ${container}${readonly}`,
        ];
  return new Failure(`${text}: on Kubernetes, storage is a named entry that apps mount`, {
    code: 'storage.legacy',
    hint: [verb === 'mount' ? 'Use these two commands instead:' : 'Use this command instead:', ...hint],
  });
}
