import { Failure } from '../../core/failure.ts';
import { legacyName, readLegacyMount } from '../../storage/entry/legacy.ts';

/** Dokku's form `host:container`, refused because pods of a cluster have no host folder in common. */
export function refuseColonForm(app: string, text: string, verb: 'mount' | 'unmount'): Failure {
  const legacy = readLegacyMount(text);
  if (!legacy)
    return new Failure(`"${text}" is not the name of a storage entry, and not of the form host:container`, {
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
  return new Failure(`Cannot ${verb} ${text}: on Kubernetes, apps mount named storage entries`, {
    code: 'storage.legacy',
    hint: [verb === 'mount' ? 'Use these two commands instead:' : 'Use this command instead:', ...hint],
  });
}
