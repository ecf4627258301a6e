import type { EnvVariable } from '../../appspec/types.ts';
import { randomHex } from '../../core/ids.ts';

/** What app.json's `env` does to the config of one deploy. */
export interface AppEnv {
  /** New values, by key. */
  values: Record<string, string>;
  /** Keys of `values` that replace a value that is there. */
  synced: string[];
  /** Keys of `values` that were made up and are secret. */
  generated: string[];
  /** Required variables that have no value from anywhere. */
  missing: { key: string; description: string | undefined }[];
}

/** Bytes of a generated secret. */
const secretBytes = 32;

/**
 * A first deploy fills in what the config lacks; later ones only touch variables with `sync`, which are set again
 * each time. `config` is what containers see without app.json.
 */
export function appEnv(
  env: Record<string, EnvVariable>,
  config: Record<string, string>,
  { first }: { first: boolean },
): AppEnv {
  const result: AppEnv = { values: {}, synced: [], generated: [], missing: [] };
  for (const [key, declared] of Object.entries(env)) {
    const variable = typeof declared === 'string' ? { value: declared } : declared;
    const present = Object.hasOwn(config, key);
    const generates = variable.generator === 'secret' && variable.value === undefined;
    const value = generates ? undefined : variable.value;
    if (!generates && value === undefined) {
      if (!present && variable.required !== false)
        result.missing.push({ key, description: variable.description });
    } else if (variable.sync || (first && !present)) {
      result.values[key] = value ?? randomHex(secretBytes);
      if (present) result.synced.push(key);
      if (generates) result.generated.push(key);
    }
  }
  return result;
}
