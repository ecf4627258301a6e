import * as z from 'zod';
import { commandText } from './values.ts';

export const scripts = z
  .object({
    dokku: z
      .object({
        /** Before the release is rolled out, with its image and config. */
        predeploy: commandText().optional(),
        /** After it serves. */
        postdeploy: commandText().optional(),
      })
      .optional(),
    /** Once, before the app's first version serves. */
    postdeploy: commandText().optional(),
  })
  .optional();

export type Scripts = NonNullable<z.infer<typeof scripts>>;
