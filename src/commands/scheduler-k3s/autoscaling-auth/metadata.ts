import { Failure } from '../../../core/failure.ts';
import { isDnsLabel } from '../../../core/kubernetes-names.ts';

/** What `--metadata k=v` says, given several times or as a comma list. A value may hold commas and equals signs. */
export function readMetadataFlags(flags: readonly string[]): Record<string, string> {
  const pairs = flags.flatMap((text) => text.split(/,(?=[A-Za-z0-9_.-]+=)/));
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, key, value] = pair.match(/^([A-Za-z0-9_.-]{1,253})=(.+)$/s) ?? [];
      if (key && value) return [key, value];
      throw new Failure('--metadata needs KEY=VALUE; the key has letters, digits, "-", "_" and "."', {
        code: 'usage.value',
      });
    }),
  );
}

/** Characters of the type of a trigger. */
const maxTriggerLength = 26;

/** A trigger's type is part of the names of objects, and behind the longest name of an app of a label. */
export function checkTrigger(trigger: string): string {
  if (trigger.length <= maxTriggerLength && isDnsLabel(trigger)) return trigger;
  throw new Failure(`"${trigger}" is not the type of a KEDA trigger`, {
    code: 'usage.value',
    hint: 'It is what app.json has as "type" of the trigger, e.g. rabbitmq or aws-sqs-queue',
  });
}
