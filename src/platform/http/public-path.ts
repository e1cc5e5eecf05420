/** The path below which a proxy serves the program, as PUBLIC_URL says it; empty where that is the root. */
export function pathOf(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/$/, '');
}
