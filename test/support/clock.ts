import { Clock } from '../../src/platform/time/clock.js';
import type { TestApp } from './app.js';

/** From now on it is this time for the instances, and stays it. */
export function setTime(time: string | Date, ...apps: TestApp[]): void {
  for (const app of apps) app.get(Clock).now = () => new Date(time);
}

/** Time goes on as it does. */
export function letTimePass(...apps: TestApp[]): void {
  for (const app of apps) app.get(Clock).now = () => new Date();
}
