import { GLOBAL, type Scope } from './scope.ts';

/** Reads properties from the database one by one, or from a copy of all properties that apply to an app. */
export abstract class PropertyReader {
  abstract get(scope: Scope, plugin: string, key: string): string | undefined;

  /** Returns all properties of a plugin in one scope. */
  abstract all(scope: Scope, plugin: string): Record<string, string>;

  /** Returns the app value, else the global value, else `fallback`. An empty string counts as unset. */
  effective(app: string, plugin: string, key: string, fallback: string): string {
    return this.get(app, plugin, key) || this.get(GLOBAL, plugin, key) || fallback;
  }
}

export interface PropertyRow {
  /** Null for the global scope. */
  app: string | null;
  plugin: string;
  key: string;
  value: string;
}

/** A copy of the properties of one app and of the global scope, read at one time. */
export class PropertySnapshot extends PropertyReader {
  readonly #app: Scope;
  readonly #rows: readonly PropertyRow[];

  constructor(app: Scope, rows: readonly PropertyRow[]) {
    super();
    this.#app = app;
    this.#rows = rows;
  }

  get(scope: Scope, plugin: string, key: string): string | undefined {
    return this.#of(scope, plugin).find((row) => row.key === key)?.value;
  }

  all(scope: Scope, plugin: string): Record<string, string> {
    return Object.fromEntries(this.#of(scope, plugin).map(({ key, value }) => [key, value]));
  }

  #of(scope: Scope, plugin: string): PropertyRow[] {
    if (scope !== this.#app && scope !== GLOBAL)
      throw new Error(`The snapshot of ${this.#app} has no ${scope}`);
    const column = scope === GLOBAL ? null : scope;
    return this.#rows.filter((row) => row.app === column && row.plugin === plugin);
  }
}
