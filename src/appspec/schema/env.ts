import * as z from 'zod';
import { fitsArgument } from '../../core/limits.ts';
import { configKey } from '../../core/names.ts';

const variable = z.union(
  [
    z.string(),
    z.object({
      description: z.string().optional(),
      value: z.string({ error: 'must be text' }).optional(),
      /** The name of `value` in older documentation. */
      default: z.string({ error: 'must be text' }).optional(),
      /** Default: true; the first deploy fails if the variable has no value. */
      required: z.boolean().optional(),
      /** Only `secret` generates a value. Another generator matters only when the config has no value. */
      generator: z.string({ error: 'must be text' }).optional(),
      /** Sets the variable at every deploy, not only at the first. */
      sync: z.boolean().optional(),
    }),
  ],
  { error: 'must be text or an object with value, generator, required, sync and description' },
);

const key = z.string().regex(configKey, { error: 'must be the name of an environment variable' });

export const env = z
  .record(key, variable)
  .superRefine((variables, context) => {
    for (const [name, declared] of Object.entries(variables)) {
      const value = declaredValue(declared);
      if (value === undefined || fitsArgument(`${name}=${value}`)) continue;
      const message = 'must be at most 128 KiB with its name (the Linux limit for one variable)';
      context.addIssue({ code: 'custom', path: [name], message });
    }
  })
  .optional();

/** Returns the value that app.json gives a variable. */
export function declaredValue(declared: EnvVariable): string | undefined {
  return typeof declared === 'string' ? declared : (declared.value ?? declared.default);
}

export type EnvVariable = z.infer<typeof variable>;
