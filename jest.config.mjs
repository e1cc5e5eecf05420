// Jest on Node 20 cannot require ES modules, so everything, ours and theirs, becomes CommonJS on the way in.
const esmOnly = [
  '@nestjs',
  '@borewit',
  '@standard-schema',
  '@tokenizer',
  'file-type',
  'jose',
  'load-esm',
  'oauth4webapi',
  'openid-client',
  'rrule-temporal',
  'strtok3',
  'temporal-polyfill',
  'temporal-utils',
  'tinypool',
  'token-types',
  'uint8array-extras',
];

/** Specs that start programs, kill them and start them again. They wait most of the time, and so fill what others leave. */
const processes = ['<rootDir>/test/processes/**/*.spec.ts', '<rootDir>/packages/*/test/**/*.spec.ts'];

export const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: '<rootDir>/test/support/environment.ts',
  // Only tells a test that hangs: nothing passes or fails by how long it takes.
  testTimeout: 180_000,
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/packages/.*/dist/', '<rootDir>/.data/'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // Packages of this repository are tested as they are written, not as they were built.
    '^@fasttrack/client$': '<rootDir>/packages/client/src/client.ts',
    '^@fasttrack/client/http$': '<rootDir>/packages/client/src/http-client.ts',
    '^@fasttrack/embedded-postgres-server$': '<rootDir>/packages/embedded-postgres-server/src/embedded.ts',
    '^@fasttrack/embedded-postgres-server/(.*)$': '<rootDir>/packages/embedded-postgres-server/src/$1.ts',
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  transform: {
    '\\.(ts|m?js)$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'commonjs' },
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      },
    ],
  },
};

/** @type {import('jest').Config} */
export default {
  maxWorkers: 2,
  // A suite leaves nothing behind (a worker keeps to some 50 MB). Should one, its worker makes room for a new one.
  workerIdleMemoryLimit: '900MB',
  testTimeout: shared.testTimeout,
  reporters: ['default', '<rootDir>/scripts/closing-line.mjs'],
  projects: [
    {
      ...shared,
      displayName: 'quick',
      testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/processes/', '<rootDir>/test/e2e/'],
    },
    { ...shared, displayName: 'processes', testMatch: processes },
  ],
};
