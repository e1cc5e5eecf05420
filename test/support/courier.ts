import { Courier } from '../../src/platform/events/courier.js';
import type { TestApp } from './app.js';

/** What happens meanwhile has happened before anybody is told; then everything is delivered. */
export async function beforeDelivery(app: TestApp, meanwhile: () => Promise<void>): Promise<void> {
  const courier = app.get(Courier);
  await courier.beforeApplicationShutdown();
  await meanwhile();
  courier.onApplicationBootstrap();
  await app.idle();
}
