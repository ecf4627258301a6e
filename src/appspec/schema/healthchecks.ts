import * as z from 'zod';
import { processType, text, wholeNumber } from './values.ts';

/** The ways to probe a container. A check without any of them can only have an `uptime`. */
interface Handler {
  command?: string[];
  listening?: boolean;
  path?: string;
}

/** Header names that Kubernetes accepts; source: the Kubernetes validation of `httpHeaders`. */
const headerName = z.string().regex(/^[-A-Za-z0-9]+$/, {
  error: 'must be the name of a header: letters, digits and dashes',
});

/** A line break in the value would begin another header. */
const headerValue = z.string().regex(/^[^\r\n\0]*$/, { error: 'must be one line' });

/** The kubelet always asks the container, so a host in the path would have no effect. */
const checkPath = text('a path like /health')
  .regex(/^[^\u0000-\u001f\u007f]*$/, { error: 'must be a path without control characters' })
  .regex(/^(?!\/\/|[A-Za-z][A-Za-z0-9+.-]*:)/, { error: 'must be a path like /health, without a host' });

/** One day. */
const maxUptimeSeconds = 86_400;

const check = z
  .object({
    type: z.enum(['startup', 'readiness', 'liveness']).optional(),
    name: z.string().optional(),
    command: z.array(z.string()).optional(),
    listening: z.boolean().optional(),
    path: checkPath.optional(),
    port: wholeNumber(1, 65535).optional(),
    scheme: z
      .string()
      .regex(/^https?$/i, { error: 'must be http or https' })
      .optional(),
    httpHeaders: z.array(z.object({ name: headerName, value: headerValue })).optional(),
    attempts: wholeNumber(0).optional(),
    timeout: wholeNumber(0).optional(),
    /** Seconds between two attempts. */
    wait: wholeNumber(0).optional(),
    initialDelay: wholeNumber(0).optional(),
    /** Seconds that a container must run to count as healthy. */
    uptime: wholeNumber(0, maxUptimeSeconds).optional(),
    content: z.string().optional(),
    warn: z.boolean().optional(),
    onFailure: z.unknown().optional(),
  })
  .refine((check) => !check.type || hasHandler(check) || (check.uptime ?? 0) > 0, {
    error: 'must have one of command, listening, path and uptime',
  });

export type Healthcheck = z.infer<typeof check>;

export function hasHandler({ command, listening, path }: Handler): boolean {
  return (command?.length ?? 0) > 0 || listening === true || path !== undefined;
}

const checks = z.array(check).superRefine((list, context) => {
  const seen = new Set<string>();
  for (const [index, check] of list.entries()) {
    if (!check.type || !hasHandler(check)) continue;
    if (seen.has(check.type)) {
      context.addIssue({
        code: 'custom',
        path: [index],
        message: `must not be a second ${check.type} check: Kubernetes allows one check of each type`,
      });
    }
    seen.add(check.type);
  }
});

export const healthchecks = z.record(processType, checks).optional();
