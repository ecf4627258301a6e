import { distance } from 'fastest-levenshtein';

/** The known word nearest to a mistyped word, at most two edits away (one for short words). */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const maxEdits = word.length < 5 ? 1 : 2;
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of known) {
    const edits = distance(word, candidate);
    if (edits <= maxEdits && (!best || edits < best.edits)) best = { candidate, edits };
  }
  return best?.candidate;
}
