/** A program that is compiled from a Go module of its own, because the dependencies of two would conflict. */
export interface Program {
  /** Folder under modules/. */
  name: string;
  version: string;
  /** Binary name to Go package; '.' is a main package of ours beside the go.mod. */
  binaries: Record<string, string>;
  /** Image name to entry point, where it is not simply one image per binary. */
  images?: Record<string, string[]>;
  ldflags?: string[];
  tags?: string[];
  cgo?: boolean;
  /** Files of a dependency that are kept with the binary: where they go, and module and path they come from. */
  files?: Record<string, { module: string; path: string }>;
  /** Compiled only when the add-on of this name is asked for. */
  addon?: string;
  /** Rough seconds on two cores, to announce how long it takes. */
  seconds: number;
}
