import { readFileSync } from 'node:fs';
import { command } from '../../cli/table/define.ts';
import { Failure, messageOf } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';
import { properties } from './properties.ts';

export default command({
  name: 'scheduler-k3s:show-kubeconfig',
  summary: 'Print the kubeconfig, for kubectl elsewhere',
  description:
    'It holds the credentials of an administrator of the cluster. The address in it may be one that only the server ' +
    'itself can reach, like 127.0.0.1: replace it by the address of the server.',
  args: [],
  flags: {},
  role: 'admin',
  examples: [
    {
      command: 'dokku scheduler-k3s:show-kubeconfig > kubeconfig',
      summary: 'Save it, to be used with kubectl --kubeconfig kubeconfig',
    },
  ],
  run({ store, out }) {
    const path =
      store.properties.get(GLOBAL, 'scheduler-k3s', 'kubeconfig-path') ||
      properties['kubeconfig-path'].default;
    try {
      out.revealRaw(readFileSync(path, 'utf8'));
    } catch (cause) {
      throw new Failure(`The kubeconfig ${path} cannot be read: ${messageOf(cause)}`, {
        code: 'kube.kubeconfig-missing',
        hint: 'Name another with: dokku scheduler-k3s:set --global kubeconfig-path <path>',
        cause,
      });
    }
  },
});
