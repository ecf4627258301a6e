import * as z from 'zod';
import { text } from './values.ts';

export const scripts = z
  .object({
    dokku: z
      .object({
        /** Before the release is rolled out, with its image and config. */
        predeploy: text('a command').optional(),
        /** After it serves. */
        postdeploy: text('a command').optional(),
      })
      .optional(),
    /** Once, before the app's first version serves. */
    postdeploy: text('a command').optional(),
  })
  .optional();

export type Scripts = NonNullable<z.infer<typeof scripts>>;
