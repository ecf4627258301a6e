import * as z from 'zod';
import { text, wholeNumber } from './values.ts';

/** KEDA's own fields pass as they are; only what must be text is checked here. */
const trigger = z.looseObject({
  type: text('the type of a KEDA scaler'),
  name: text('a name').optional(),
  metadata: z
    .record(z.string(), z.string({ error: 'must be text; KEDA takes metadata only as text' }))
    .optional(),
});

export const autoscaling = z
  .object({
    min_quantity: wholeNumber(0).optional(),
    max_quantity: wholeNumber(1).optional(),
    polling_interval_seconds: wholeNumber(1).optional(),
    /** Two spellings are documented upstream; both mean the same. */
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
  .refine(
    ({ triggers = [] }) => new Set(triggers.map(({ name }) => name ?? Symbol())).size === triggers.length,
    {
      error: 'must not use one name for two triggers',
      path: ['triggers'],
    },
  )
  .refine(({ triggers = [] }) => triggers.filter(({ type }) => type === 'http').length < 2, {
    error: 'must not have more than one http trigger',
    path: ['triggers'],
  });

export type Autoscaling = z.infer<typeof autoscaling>;
