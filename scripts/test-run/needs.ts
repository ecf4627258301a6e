import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { clusterUnderTest, isClusterGiven } from '../lib/cluster-under-test.ts';
import { engineEnvironment, enginePrograms } from '../lib/engine-environment.ts';
import { runProgram, type Variables } from '../lib/run-program.ts';
import type { Need, Tier } from './tiers.ts';

/** The provided needs. Each is provided once, when the first tier requires it. */
const brought = new Map<Need, Promise<Variables>>();

/** Provides what a tier needs. Returns the variables for its tests. */
export async function bringNeeds({ needs, addons }: Tier): Promise<Variables> {
  const variables: Variables = {};
  for (const need of needs) {
    if (!brought.has(need)) brought.set(need, bring(need));
    Object.assign(variables, await brought.get(need));
  }
  // Add-ons are compiled before the tests, because compilation would slow running tests.
  if (addons) await must('scripts/engine/engine', 'addon', ...addons);
  return variables;
}

async function bring(need: Need): Promise<Variables> {
  if (need === 'packages') await must('scripts/bootstrap', '--tests');
  if (need === 'bundle') await must('scripts/setup', '--tests');
  if (need === 'renderers') return renderers();
  if (need === 'cluster') return isClusterGiven() ? cluster() : engineEnvironment();
  return {};
}

async function must(program: string, ...args: string[]): Promise<void> {
  if ((await runProgram(program, args)) !== 0) throw new Error(`${program} ${args.join(' ')} failed`);
}

/** Uses helm and kustomize of the PATH, or compiles those of the engine. The engine does not have to run for them. */
async function renderers(): Promise<Variables> {
  if (['helm', 'kustomize'].every(isOnPath)) return {};
  return { PATH: await enginePrograms(['helm', 'kustomize']) };
}

/** Removes the engine's variables: tests of a given cluster must not use an engine on the same machine. */
function cluster(): Variables {
  const missing = ['kubectl', 'helm', 'kustomize', 'buildctl'].filter((name) => !isOnPath(name));
  if (missing.length > 0)
    throw new Error(`${missing.join(', ')}: not on the PATH; tests of a given cluster need these programs`);
  const engines = Object.keys(process.env).filter((name) => name.startsWith('DOKKU_ENGINE_'));
  return {
    ...Object.fromEntries(engines.map((name) => [name, undefined])),
    KUBECONFIG: clusterUnderTest().kubeconfig,
  };
}

function isOnPath(name: string): boolean {
  return process.env.PATH!.split(delimiter).some((folder) => existsSync(join(folder, name)));
}
