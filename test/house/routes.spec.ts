import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/config/paths.js';
import { routeTable } from '../../src/platform/documents/route-table.js';
import { Routes } from '../../src/platform/documents/routes.js';
import { type TestApp, startApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});

afterAll(() => app.stop());

test('SPEC-015.10: who may enter where is what docs/routes.txt says', () => {
  // You added a route, or changed who may enter. If you meant to, run: npm run openapi, and read the difference twice.
  expect(routeTable(app.get(Routes).all())).toBe(readFileSync(join(packageRoot(), 'docs/routes.txt'), 'utf8'));
});
