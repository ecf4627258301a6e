import * as z from 'zod';
import { commandText } from './values.ts';

export const scripts = z
  .object({
    dokku: z
      .object({
        /** Runs before the rollout, with the image and config of the release. */
        predeploy: commandText().optional(),
        /** Runs once the release is serving. */
        postdeploy: commandText().optional(),
      })
      .optional(),
    /** Runs once, before the first release of the app is serving. */
    postdeploy: commandText().optional(),
  })
  .optional();

export type Scripts = NonNullable<z.infer<typeof scripts>>;
