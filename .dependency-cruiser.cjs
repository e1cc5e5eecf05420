// Who may import whom. Every rule speaks to whoever trips it; test/house/imports.spec.ts breaks each of them once.

const words = (text) => text.trim().split(/\s+/);

// From the ground up: a feature looks down, never up. A new feature is one word here.
const LADDER = words(`
  roles users sessions sign-in recovery account passkeys providers identities oidc preferences projects labels
  tasks recurrence moves history watching members relations invitations people tokens service-accounts comments
  files trash changes feed subscriptions presence bulk webhooks deliveries sending articles notifications
  notifiers reminders digests calendar transfer search access audit internal
`);

// The same for the rooms of the platform. A new room is one word here.
const ROOMS = words(`
  errors addresses config logging secrets time tracing outgoing database request input http board events limits
  access idempotency files passwords mail realtime lifecycle health documents
`);

const room = (names) => `^src/platform/(${[].concat(names).join('|')})/`;
const feature = (names) => `^src/features/(${[].concat(names).join('|')})/`;
const library = (...names) => `node_modules/(@types/)?(${names.join('|')})/`;
const OWN_FEATURE = '^src/features/$1/';
const TESTS = '\\.spec\\.ts$';

const lookDown = LADDER.slice(0, -1).map((name, rung) => ({
  name: 'look-down-never-up',
  comment:
    `The ladder is ${LADDER.join(' < ')}. What stands below knows nothing of what stands above: ` +
    'record an event here and let the upper feature listen to it.',
  severity: 'error',
  from: { path: feature(name) },
  to: { path: feature(LADDER.slice(rung + 1)) },
}));

const roomsLookDown = ROOMS.slice(0, -1).map((name, rung) => ({
  name: 'rooms-look-down',
  comment:
    `The rooms of the platform are ${ROOMS.join(' < ')}. What stands below knows nothing of what stands above: ` +
    'declare an abstract class here, and let the upper room provide it.',
  severity: 'error',
  from: { path: room(name), pathNot: TESTS },
  to: { path: room(ROOMS.slice(rung + 1)) },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'These files import each other in a circle. Move what both need below them, or record an event.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'platform-knows-no-feature',
      comment:
        'The platform serves every feature and knows none. Declare what it needs there, and let the feature bring it.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/(features/|app\\.module)' },
    },
    {
      name: 'through-the-front-door',
      comment:
        'Of another feature take its module, service, entity, events, dto or view. The rest is its own business.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/', pathNot: [OWN_FEATURE, '\\.(module|service|entity|events|dto|view)\\.ts$'] },
    },
    {
      name: 'the-door-is-a-table-of-contents',
      comment: 'What starts the program names features by their modules only.',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$' },
      to: { path: '^src/features/', pathNot: '\\.module\\.ts$' },
    },
    {
      name: 'nothing-knows-the-demo',
      comment: 'The demo uses the program as it is; only the start loads it, and only when asked to.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(start\\.ts|demo/)' },
      to: { path: '^src/demo/' },
    },
    {
      name: 'nothing-knows-the-operations',
      comment: 'The commands of the operator are programs of their own: what both need belongs into the platform.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/operations/' },
      to: { path: '^src/operations/' },
    },
    {
      name: 'operations-know-no-feature',
      comment: 'A backup must not depend on what the program does today: operations use the platform, and SQL.',
      severity: 'error',
      from: { path: '^src/operations/' },
      to: { path: '^src/(features|demo)/' },
    },
    ...roomsLookDown,
    {
      name: 'every-room-has-a-rung',
      comment:
        'This room is not on the ladder yet. Put its name into ROOMS in .dependency-cruiser.cjs, above what it needs.',
      severity: 'error',
      from: {},
      to: { path: '^src/platform/', pathNot: room(ROOMS) },
    },
    {
      name: 'nobody-knows-the-documents',
      comment: 'The documents read everything and are known by nobody. What they should find is declared beside it.',
      severity: 'error',
      from: { path: '^src/features/' },
      to: { path: room('documents') },
    },
    ...lookDown,
    {
      name: 'every-feature-has-a-rung',
      comment:
        'This feature is not on the ladder yet. Put its name into LADDER in .dependency-cruiser.cjs, above what it needs.',
      severity: 'error',
      from: {},
      to: { path: '^src/features/', pathNot: feature(LADDER) },
    },
    {
      name: 'only-the-database-side-knows-typeorm',
      comment: 'TypeORM stays in entities, repositories and platform/database. Ask the repository for what you need.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['^src/platform/database/', '\\.(entity|repository)\\.ts$', TESTS],
      },
      to: { path: library('typeorm') },
    },
    {
      name: 'only-the-web-side-knows-http',
      comment:
        'Services, repositories, policies and entities know no HTTP: throw an AppError, return an entity; the controller does the rest.',
      severity: 'error',
      from: {
        path: ['^src/features/', '^src/platform/(config|database|errors|events|logging|mail)/'],
        pathNot: ['\\.(controller|gateway|dto|view|module)\\.ts$', TESTS],
      },
      to: { path: ['^src/platform/http/', library('express', '@nestjs/swagger', '@nestjs/platform-express')] },
    },
    {
      name: 'entities-and-policies-are-pure',
      comment: 'Entities and policies are plain rules: hand them what they need as arguments, no Nest and no service.',
      severity: 'error',
      from: { path: '\\.(entity|policy)\\.ts$' },
      to: { path: [library('@nestjs/[^/]+'), '\\.(service|repository|controller|module|listener)\\.ts$'] },
    },
    {
      name: 'repositories-know-no-views',
      comment: 'A repository answers entities. What they look like is said by the module, to the ResourceRegistry.',
      severity: 'error',
      from: { path: '\\.repository\\.ts$' },
      to: { path: '\\.view\\.ts$' },
    },
    {
      name: 'features-reach-the-world-through-the-platform',
      comment:
        'The database, Redis, sockets and mail are reached through the platform, which keeps their promises once for all.',
      severity: 'error',
      from: { path: '^src/features/' },
      to: { path: library('pg', 'ioredis', 'socket\\.io', 'nodemailer') },
    },
    {
      name: 'only-one-file-loads-the-libraries-for-traces',
      comment: 'Whoever traces nothing loads none of it: say what is to be traced with platform/tracing/tracing.ts.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/tracing/open-telemetry\\.ts$' },
      to: { path: library('@opentelemetry/[^/]+'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'names-say-what-is-inside',
      comment:
        'utils, helpers, common, shared, misc, manager and index are drawers: name the idea, and import the file that holds it.',
      severity: 'error',
      from: {},
      to: { path: '[/.-](utils?|helpers?|common|shared|misc|managers?|index)[/.]', pathNot: 'node_modules/' },
    },
    {
      name: 'the-program-needs-no-tools',
      comment:
        'This package is a devDependency, or comes only by chance with another: the installed program would not find it.',
      severity: 'error',
      from: { path: '^(src|migrations)/|^ormconfig', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-program-knows-no-test',
      comment: 'The program runs without its tests: move what both need into src/.',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: TESTS },
      to: { path: ['^test/', TESTS] },
    },
    {
      name: 'packages-stand-on-their-own',
      comment: 'A package knows nothing of the program: hand it what it needs as an option.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { path: '^(src|migrations|test)/' },
    },
    {
      name: 'the-board-knows-the-client-alone',
      comment:
        'The board is built as anybody would build one: of ours it takes @fasttrack/client by its name, and nothing else.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(src|migrations|test|scripts|packages/(?!client/src/client\\.ts))' },
    },
    {
      name: 'nobody-knows-the-board',
      comment: 'The board is one front end of many: the program and its packages serve all of them alike.',
      severity: 'error',
      from: { path: '^(src|migrations|packages)/' },
      to: { path: '^web/' },
    },
    {
      name: 'everything-imported-exists',
      comment: 'Nothing is found under this name. Relative imports end in .js.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
    },
  },
};
