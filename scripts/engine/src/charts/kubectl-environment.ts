/**
 * Makes a call of kubectl a third shorter: no garbage collection in a process that ends before it would help, and the
 * translation with the fewest texts to load, which is the French one. scripts/lib has a copy, because the engine
 * imports nothing outside itself.
 */
export const kubectlEnvironment = { GOGC: 'off', LC_ALL: '', LC_MESSAGES: 'fr_FR.UTF-8' };
