import * as z from 'zod';
import { templateProblem } from '../interpolate.ts';
import { httpProblems } from './http-trigger.ts';
import { text } from './values.ts';

/** A KEDA trigger. KEDA's own fields pass unchanged; only values that no cluster would accept are errors. */
export const trigger = z
  .looseObject({
    type: text('the type of a KEDA scaler'),
    name: text('a name').optional(),
    metadata: z
      .record(z.string(), z.string({ error: 'must be text; KEDA accepts metadata only as text' }))
      .optional(),
  })
  .superRefine(({ type, metadata = {} }, context) => {
    const refuse = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: ['metadata', key], message });
    if (type === 'http') {
      for (const [key, problem] of httpProblems(metadata)) refuse(key, problem);
      return;
    }
    for (const [key, value] of Object.entries(metadata)) {
      const problem = templateProblem(value);
      if (problem) refuse(key, problem);
    }
  });

export type ScalingTrigger = z.infer<typeof trigger>;

/** Returns the name of a trigger, or the default name for its position. */
export function triggerName({ type, name }: ScalingTrigger, index: number): string {
  return name ?? `trigger-${type}-${index + 1}`;
}
