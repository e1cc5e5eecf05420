import tseslint from 'typescript-eslint';

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Export by name: a default export is called something else in every file that imports it.',
};
const FOUR_ARGUMENTS = {
  selector: 'MethodDefinition[kind="constructor"] > FunctionExpression[params.length>4]',
  message: 'A constructor takes at most four arguments: this class does two things, or a collaborator is missing.',
};
const NO_FOCUS = {
  selector: 'CallExpression > MemberExpression[object.name=/^(describe|it|test)$/][property.name=/^(only|skip|todo)$/]',
  message: 'A test that is skipped, or that skips the others, is no test. Run one file with `npx jest <path>`.',
};
const ENVIRONMENT = {
  object: 'process',
  property: 'env',
  message: 'Inject Config: every variable is read, typed and checked once, in platform/config.',
};
const ENVIRONMENT_BY_NAME = { name: 'node:process', importNames: ['env'], message: ENVIRONMENT.message };
const FORWARD_REF = {
  name: '@nestjs/common',
  importNames: ['forwardRef'],
  message: 'Two features that need each other: record an event in the lower one and listen in the upper one.',
};

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/dist.*/',
      'coverage/',
      '.data/',
      'node_modules/',
      'test/client/fixtures/',
      'test/bench/peers/nest/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './web/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-properties': ['error', ENVIRONMENT],
      'no-restricted-imports': ['error', { paths: [FORWARD_REF, ENVIRONMENT_BY_NAME] }],
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, FOUR_ARGUMENTS],
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', { max: 25, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      // Each feature adds its permissions to this one by declaration merging.
      '@typescript-eslint/no-empty-object-type': ['error', { allowWithName: '^Permissions$' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/require-await': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/promise-function-async': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: ['class', 'interface'],
          format: ['PascalCase'],
          custom: { regex: '^(I|Base|Abstract)[A-Z]|(Impl|Manager|Utils?|Helpers?)$', match: false },
        },
      ],
    },
  },
  { files: ['src/platform/config/**', 'ormconfig.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['src/platform/http/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [FORWARD_REF, ENVIRONMENT_BY_NAME] }] },
  },
  {
    // Answers of the program arrive in tests as untyped JSON, and a story may be longer than a function should be.
    files: ['test/**', '**/*.spec.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'no-console': 'off',
      'no-restricted-properties': ['error', { object: 'jest', property: 'mock', message: 'Start the real thing.' }],
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_FOCUS],
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // A table of contents is as long as there are contents.
    files: ['src/app.module.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    // A component is markup with some lines of code, and is read as such.
    files: ['web/src/**/*.tsx'],
    rules: { 'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }] },
  },
  {
    // A table of texts is as long as there are texts.
    files: ['web/src/texts.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    // Written by a script, as long as the API is large.
    files: ['packages/client/src/api.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    // Migrations are read as SQL, not as code.
    files: ['migrations/**'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
  {
    // Tools that run without a build: scripts, benchmarks, configuration.
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off', 'max-lines-per-function': 'off' },
  },
  {
    files: [
      'scripts/closing-line.mjs',
      '*.config.{mjs,cjs}',
      '**/*.config.mjs',
      '.*.cjs',
      'ormconfig.ts',
      'test/support/global-*.ts',
      'test/support/environment.ts',
    ],
    rules: { 'no-restricted-syntax': 'off', '@typescript-eslint/no-require-imports': 'off' },
  },
);
