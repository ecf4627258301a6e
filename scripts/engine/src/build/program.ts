/** A folder of a dependency that is left out when the program is compiled, and what stands in its place. */
export interface Substitute {
  /** Path of the Go module. */
  module: string;
  /** The folder in the module. All below it is left out, too. */
  folder: string;
  /** Folder with our Go files, in the folder of the program under modules/. */
  by: string;
}

/** A program that is compiled from a Go module of its own. */
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
  /** Its requirements are not aligned with those of the other programs: they conflict, or there is nothing to share. */
  isApart?: boolean;
  /** Keeps out libraries that only a part which the engine does not use imports. */
  substitutes?: Substitute[];
  /**
   * Processor seconds to compile it after those before it in the list, from empty caches, on the machine where the
   * list was measured. Only the proportions matter: they say how much of the time is left.
   */
  work: number;
  /** How many Go packages that compiles. */
  packages: number;
}
