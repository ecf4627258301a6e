import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure, messageOf } from '../core/failure.ts';
import { KubeConfig } from './client-node.ts';

/** Reads a kubeconfig and chooses its context. */
export function loadKubeconfig(path: string, context?: string): KubeConfig {
  const config = new KubeConfig();
  const text = read(path);
  try {
    config.loadFromString(text);
    config.makePathsAbsolute(dirname(path));
  } catch (error) {
    throw new Failure(`The kubeconfig ${path} is not valid: ${messageOf(error).split('\n')[0]}`, {
      code: 'kube.kubeconfig',
      hint: `Show the file with: kubectl --kubeconfig ${path} config view`,
      cause: error,
    });
  }
  if (context) config.setCurrentContext(context);
  if (!config.getCurrentCluster()?.server) {
    const known = config.getContexts().map(({ name }) => name);
    throw new Failure(
      context
        ? `The kubeconfig ${path} has no context ${context}`
        : `The kubeconfig ${path} has no current context`,
      {
        code: 'kube.context',
        details: known.length > 0 ? [`Available contexts: ${known.join(', ')}`] : [],
        hint: 'Choose a context with: dokku scheduler-k3s:set --global kube-context <context>',
      },
    );
  }
  return config;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const hint = 'Name another file with: dokku scheduler-k3s:set --global kubeconfig-path <path>';
    if (code === 'ENOENT') {
      throw new Failure(`There is no kubeconfig at ${path}`, {
        code: 'kube.kubeconfig-missing',
        hint,
        cause: error,
      });
    }
    throw new Failure(`Could not read the kubeconfig ${path}: ${messageOf(error)}`, {
      code: 'kube.kubeconfig-unreadable',
      hint: ['Run the command as root, or let this user read the file', hint],
      cause: error,
    });
  }
}
