import * as z from 'zod';
import { trigger, triggerName } from './trigger.ts';
import { wholeNumber } from './values.ts';

export const autoscaling = z
  .object({
    min_quantity: wholeNumber(0).optional(),
    max_quantity: wholeNumber(1).optional(),
    polling_interval_seconds: wholeNumber(1).optional(),
    /** Upstream documents two spellings of this field, with the same meaning. */
    cooldown_seconds: wholeNumber(0).optional(),
    cooldown_period_seconds: wholeNumber(0).optional(),
    triggers: z.array(trigger).optional(),
  })
  .refine(
    ({ min_quantity, max_quantity }) => (min_quantity ?? 0) <= (max_quantity ?? Number.POSITIVE_INFINITY),
    {
      error: 'must not be less than min_quantity',
      path: ['max_quantity'],
    },
  )
  .superRefine(({ triggers = [] }, context) => {
    const names = triggers.map(triggerName);
    for (const [index, name] of names.entries()) {
      const first = names.indexOf(name);
      if (first === index) continue;
      context.addIssue({
        code: 'custom',
        path: ['triggers', index],
        message: `must not have the name ${name}, which trigger ${first + 1} already has`,
      });
    }
  })
  .refine(({ triggers = [] }) => triggers.filter(({ type }) => type === 'http').length < 2, {
    error: 'must not have more than one http trigger',
    path: ['triggers'],
  });

export type Autoscaling = z.infer<typeof autoscaling>;
