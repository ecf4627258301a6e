import * as z from 'zod';
import { cron } from './cron.ts';
import { env } from './env.ts';
import { formation } from './formation.ts';
import { healthchecks } from './healthchecks.ts';
import { scripts } from './scripts.ts';

/** The schema of app.json. Keys that describe the app to people and other tools are accepted and ignored. */
export const appJson = z.object({
  name: z.unknown().optional(),
  description: z.unknown().optional(),
  keywords: z.unknown().optional(),
  website: z.unknown().optional(),
  repository: z.unknown().optional(),
  logo: z.unknown().optional(),
  success_url: z.unknown().optional(),
  addons: z.unknown().optional(),
  stack: z.unknown().optional(),
  image: z.unknown().optional(),
  environments: z.unknown().optional(),
  $schema: z.unknown().optional(),
  buildpacks: z.array(z.object({ url: z.string() })).optional(),
  cron,
  env,
  formation,
  healthchecks,
  scripts,
});

export type AppJson = z.infer<typeof appJson>;
