/** One line of `buildctl --progress rawjson`. Source: BuildKit's `client.SolveStatus`. */
export interface SolveStatus {
  vertexes?: Vertex[];
  statuses?: { id: string; vertex: string; current?: number; total?: number; completed?: string }[];
  logs?: { vertex: string; stream: number; data: string }[];
  warnings?: { short: string; detail?: string[]; range?: { start: { line: number } }[] }[];
}

export interface Vertex {
  digest: string;
  name: string;
  started?: string;
  completed?: string;
  cached?: boolean;
  error?: string;
}

/** The status of a line of progress; undefined for other output of buildctl. */
export function parseStatus(line: string): SolveStatus | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as SolveStatus;
  } catch {
    return undefined;
  }
}
