/** Hears how an upgrade goes on. */
export interface UpgradeWatch {
  begins?: (pending: readonly string[]) => void;
  /** Somebody else holds what this migration needs. */
  waits?: (name: string) => void;
  applied?: (name: string, tookMs: number) => void;
}

/** What lies in `data` of the query runner that the migrations get. */
export interface RunnerData {
  /** A transaction was open for so long, and may have held locks. */
  held?: (ms: number) => void;
  waits?: () => void;
}
