import type { PodFacts } from '../watch/snapshot.ts';
import { type Diagnosis, firstOf, inPod, lastEvent, podAge, type Reason, subject } from './diagnosis.ts';

/** Grace period in milliseconds: the object may be created shortly after the pod. */
const graceMs = 3000;

/** The kubelet of a busy node has not seen the object yet, and retries. */
const kubeletCacheError = /failed to sync (secret|configmap) cache/;

/** A Secret or ConfigMap that the pod refers to, as environment or as volume, is missing or lacks a key. */
export const missingConfig: Reason = (facts) => {
  if (podAge(facts) < graceMs) return undefined;
  return (
    firstOf(facts, (container) => {
      const waiting = container.status?.state?.waiting;
      if (waiting?.reason !== 'CreateContainerConfigError') return undefined;
      const said = waiting.message ?? 'its configuration is not valid';
      return kubeletCacheError.test(said) ? undefined : diagnosis(facts, subject(facts, container), said);
    }) ?? missingVolume(facts)
  );
};

function missingVolume(facts: PodFacts): Diagnosis | undefined {
  const event = lastEvent(
    facts.events,
    'FailedMount',
    /(secret|configmap) "[^"]+" not found|non-existent (secret|config) key/,
  );
  const unstarted = facts.containers.every(
    ({ status }) => !status?.state?.running && !status?.state?.terminated,
  );
  if (!event?.message || !unstarted) return undefined;
  const words = event.message.match(
    /((secret|configmap) "[^"]+" not found|references non-existent \w+ key.*)/,
  )!;
  return diagnosis(facts, facts.process, words[1]!);
}

function diagnosis(facts: PodFacts, who: string, said: string): Diagnosis {
  const { app, process, pod } = facts;
  const absent = said.match(/(secret|configmap) "([^"]+)" not found/);
  const key = said.match(/couldn't find key (\S+) in (Secret|ConfigMap) (\S+)/);
  const kind = absent?.[1] === 'configmap' || key?.[2] === 'ConfigMap' ? 'ConfigMap' : 'Secret';
  const reason = absent
    ? `needs the ${kind} ${absent[2]}, which does not exist in namespace ${pod.metadata.namespace}`
    : key
      ? `needs the key ${key[1]} of the ${kind} ${key[3]!.split('/').at(-1)}, which has no such key`
      : `cannot be configured: ${said}`;
  return {
    code: absent || key ? 'rollout.missing-config' : 'rollout.container-config',
    process,
    pod: pod.metadata.name,
    message: `${who} ${reason} ${inPod(facts)}`,
    hint: absent?.[2]?.startsWith(`config-${app}-`)
      ? `Somebody deleted the object. To recreate the object: dokku ps:rebuild ${app}`
      : [
          `Create the ${kind} (config/kustomize of the repository can hold it), or remove the reference`,
          `For plain settings, use config vars instead: dokku config:set ${app} KEY=value`,
        ],
  };
}
