import { Failure } from '../../../core/failure.ts';
import { isDnsLabel } from '../../../core/kubernetes-names.ts';

/** Parses `--metadata k=v`, repeated or separated by commas. A value may contain commas and equals signs. */
export function readMetadataFlags(flags: readonly string[]): Record<string, string> {
  const pairs = flags.flatMap((text) => text.split(/,(?=[A-Za-z0-9_.-]+=)/));
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, key, value] = pair.match(/^([A-Za-z0-9_.-]{1,253})=(.+)$/s) ?? [];
      if (key && value) return [key, value];
      throw new Failure('--metadata must be KEY=VALUE; a key has letters, digits, "-", "_" and "."', {
        code: 'usage.value',
      });
    }),
  );
}

/** In characters. */
const maxTriggerLength = 26;

/** The type of a trigger is part of object names and, after the longest app name, of a label value. */
export function checkTrigger(trigger: string): string {
  if (trigger.length <= maxTriggerLength && isDnsLabel(trigger)) return trigger;
  throw new Failure(`"${trigger}" is not a valid KEDA trigger type`, {
    code: 'usage.value',
    hint: 'Use the "type" of the trigger in app.json, e.g. rabbitmq or aws-sqs-queue',
  });
}
