import { readFileSync } from 'node:fs';
import { command } from '../../cli/table/define.ts';
import { Failure, messageOf } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';
import { properties } from './properties.ts';

export default command({
  name: 'scheduler-k3s:show-kubeconfig',
  summary: 'Print the kubeconfig of the cluster',
  description:
    'The kubeconfig contains administrator credentials of the cluster. Replace an address that only the server itself ' +
    'can reach, like 127.0.0.1, with the address of the server.',
  args: [],
  flags: {},
  role: 'admin',
  examples: [
    {
      command: 'dokku scheduler-k3s:show-kubeconfig > kubeconfig',
      summary: 'Save the kubeconfig for kubectl --kubeconfig kubeconfig',
    },
  ],
  run({ store, out }) {
    const path =
      store.properties.get(GLOBAL, 'scheduler-k3s', 'kubeconfig-path') ||
      properties['kubeconfig-path'].default;
    try {
      out.printUnredactedRaw(readFileSync(path, 'utf8'));
    } catch (cause) {
      throw new Failure(`Could not read the kubeconfig ${path}: ${messageOf(cause)}`, {
        code: 'kube.kubeconfig-missing',
        hint: 'Set another path: dokku scheduler-k3s:set --global kubeconfig-path <path>',
        cause,
      });
    }
  },
});
