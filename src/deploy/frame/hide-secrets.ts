import type { Output } from '../../core/output.ts';
import { looksSecret } from '../../core/redact.ts';

/** Registers the secret-looking values of the config, so that no later output contains them. */
export function hideSecrets({ redactor }: Output, config: Record<string, string>): void {
  for (const [key, value] of Object.entries(config)) if (looksSecret(key, value)) redactor.register(value);
}
