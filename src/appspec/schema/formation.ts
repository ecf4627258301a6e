import * as z from 'zod';
import { autoscaling } from './autoscaling.ts';
import { processType, wholeNumber } from './values.ts';

const entry = z.object({
  quantity: wholeNumber(0).optional(),
  /** Number of new pods that can start at once; -1 for all. */
  max_parallel: wholeNumber(-1).optional(),
  service: z.object({ exposed: z.boolean().optional() }).optional(),
  autoscaling: autoscaling.optional(),
});

export const formation = z
  .record(processType, entry)
  .superRefine((entries, context) => {
    for (const [process, { autoscaling }] of Object.entries(entries)) {
      const index = autoscaling?.triggers?.findIndex(({ type }) => type === 'http') ?? -1;
      if (index === -1 || process === 'web') continue;
      context.addIssue({
        code: 'custom',
        path: [process, 'autoscaling', 'triggers', index, 'type'],
        message: 'must not be http: requests are routed only to web',
      });
    }
  })
  .optional();
export type Formation = z.infer<typeof entry>;
