import type { Findings } from './findings.ts';
import { type JsonDocument, parseJson, pointer, syntaxError } from './json.ts';
import { mistakesOf } from './mistake.ts';
import { type AppJson, appJson } from './schema/index.ts';
import { unknownKeys } from './unknown-keys.ts';

/** Parses and validates the text of an app.json. An empty file sets nothing. */
export function readAppJson(text: string | undefined, file: string, findings: Findings): Partial<AppJson> {
  if (text === undefined || text.trim() === '') return {};
  let document: JsonDocument;
  try {
    document = parseJson(text);
  } catch (error) {
    const { what, position } = syntaxError(error);
    findings.mistake(file, what, position);
    return {};
  }
  const at = (path: readonly PropertyKey[]) =>
    document.positions.get(pointer(path)) ?? nearestPosition(document, path);
  for (const { pointer: where, position } of document.duplicates) {
    findings.mistake(`${file}#${where}`, 'was already given above', position);
  }
  for (const { path, suggestion } of unknownKeys(appJson, document.value)) {
    const key = String(path.at(-1));
    const meant = suggestion ? `; did you mean "${suggestion}"?` : '';
    findings.warn(`${file}#${pointer(path)}: the key ${key} is not known and has no effect${meant}`);
  }
  const result = appJson.safeParse(document.value);
  if (result.success) {
    for (const warning of withoutEffect(result.data)) findings.warn(`${file}${warning}`);
    return result.data;
  }
  for (const issue of result.error.issues) {
    for (const { path, what } of mistakesOf(issue, document.value)) {
      findings.mistake(`${file}#${pointer(path)}`, what, at(path));
    }
  }
  return {};
}

function nearestPosition(document: JsonDocument, path: readonly PropertyKey[]) {
  for (let length = path.length - 1; length >= 0; length--) {
    const position = document.positions.get(pointer(path.slice(0, length)));
    if (position) return position;
  }
  return undefined;
}

/** Yields a warning for each field that other schedulers support and Kubernetes does not. */
function* withoutEffect(json: AppJson): Generator<string> {
  for (const [type, checks] of Object.entries(json.healthchecks ?? {})) {
    for (const [index, check] of checks.entries()) {
      const where = `#${pointer(['healthchecks', type, index])}`;
      if (!check.type) yield `${where}: has no type and is left out; use startup, readiness or liveness`;
      if (check.content !== undefined) yield `${where}: Kubernetes cannot check the content of an answer`;
      if (check.onFailure !== undefined || check.warn !== undefined)
        yield `${where}: warn and onFailure have no effect`;
    }
  }
}
