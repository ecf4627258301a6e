/**
 * The variables that shorten the start of Helm and Kustomize. For Helm 4.3.1.
 *
 * Median user + sys milliseconds of 15 runs that took turns, with all variables : without `withoutCollector` : with
 * none. `helm template` of the app chart: 158 : 168 : 184. `kustomize build` of its output: 57 : 65 : 69. A push runs
 * helm twice and kustomize once.
 */

/** Documented variables of the Go runtime: no garbage is collected until so much memory is in use. */
export const noGarbageCollection = { GOGC: 'off', GOMEMLIMIT: '256MiB' };

/**
 * Helm contains parts of kubectl, which load the translations of the user's language at each start: 3.4 MB are
 * allocated for English. French has the shortest list, and Helm shows no text of it. test/golden/helm-start.test.ts
 * fails when this has no effect any more.
 */
export const smallestTranslation = { LC_ALL: '', LC_MESSAGES: 'fr_FR.UTF-8' };
