/** After a run: the server and its folder go. When the run is killed instead, the server ends by itself. */
export default async function tearDown(): Promise<void> {
  await (globalThis as { stopTestServer?: () => Promise<void> }).stopTestServer?.();
}
