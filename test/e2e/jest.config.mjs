import { shared } from '../../jest.config.mjs';

/** Not a part of `npm test`: needs a browser. `npm run e2e` looks for one. */
export default {
  ...shared,
  maxWorkers: 1,
  testMatch: ['<rootDir>/test/e2e/**/*.spec.ts'],
};
