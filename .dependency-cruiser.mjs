/** From left to right: a feature may import those before it, never those after it. */
const FEATURES = [
  'viewer',
  'audit',
  'integrations',
  'requests',
  'records',
  'syncs',
  'webhooks',
  'health',
  'deliveries',
  'keys',
];

/** Top-level wiring. It knows every feature, so features may know its types only. */
const WIRING = '^src/(tables|scope|events|outbound-events|loaders)\\.ts$';

const VALUE = { dependencyTypesNot: ['type-only'] };

const featureOrder = FEATURES.slice(0, -1).map((feature, index) => ({
  name: `${feature}-before-later-features`,
  comment: `${FEATURES.join(' <- ')}: where ${feature} needs a later feature, app.ts hands it a function.`,
  severity: 'error',
  from: { path: `^src/${feature}/` },
  to: { path: `^src/(${FEATURES.slice(index + 1).join('|')})/` },
}));

export default {
  forbidden: [
    ...featureOrder,
    {
      name: 'wiring-as-types-only',
      comment: 'The wiring imports the features; as values they would import each other in a circle.',
      severity: 'error',
      from: { path: `^src/(${FEATURES.join('|')})/` },
      to: { path: WIRING, ...VALUE },
    },
    {
      name: 'app-is-the-root',
      comment: 'Only the process entries construct the application.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/[^/]+\\.ts$' },
      to: { path: '^src/(app|main)\\.ts$' },
    },
    {
      name: 'config-is-handed-on',
      comment: 'What a feature needs of the configuration it gets as an argument; its types it may name.',
      severity: 'error',
      from: { path: `^src/(${FEATURES.join('|')}|providers)/` },
      to: { path: '^src/config\\.ts$', ...VALUE },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: `^src/(${FEATURES.join('|')}|providers|web|embed)/|^src/[^/]+\\.ts$` },
    },
    {
      name: 'features-know-no-provider',
      comment: 'An `if (provider === …)` means that the contract in providers/provider.ts lacks a field.',
      severity: 'error',
      from: { path: `^src/(${FEATURES.join('|')})/` },
      to: { path: '^src/providers/', pathNot: '^src/providers/provider\\.ts$' },
    },
    {
      name: 'providers-know-their-contract-only',
      severity: 'error',
      from: { path: '^src/providers/([^/]+)/' },
      to: {
        path: '^src/',
        pathNot: [
          '^src/providers/$1/',
          '^src/providers/provider\\.ts$',
          '^src/providers/google/',
          '^src/records/(generic-)?record\\.type\\.ts$',
          '^src/platform/(graphql|errors|signatures)/',
        ],
      },
    },
    {
      name: 'google-shares-with-google',
      comment: 'What its APIs have in common: how accounts are linked, and how it refuses.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/providers/(google|google-calendar|gmail)/' },
      to: { path: '^src/providers/google/' },
    },
    {
      name: 'the-list-of-providers-is-for-entries',
      comment: 'Everybody else is handed the catalog.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/[^/]+\\.ts$' },
      to: { path: '^src/providers/index\\.ts$' },
    },
    {
      name: 'resolvers-read-through-the-scope',
      comment: 'scope.read says whose rows a viewer sees; a resolver or loader has no other way to the database.',
      severity: 'error',
      from: { path: '^src/.+\\.(resolver|loader)\\.ts$' },
      to: { path: '^src/platform/database/open-database\\.ts$|node_modules/(@mikro-orm|better-sqlite3|pg)/' },
    },
    {
      name: 'the-page-is-a-client',
      comment: 'It knows the hub by its GraphQL schema alone.',
      severity: 'error',
      from: { path: '^src/web/' },
      to: { path: '^src/', pathNot: '^src/web/' },
    },
    {
      name: 'nobody-imports-the-page',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/web/' },
      to: { path: '^src/web/' },
    },
    {
      name: 'the-web-component-stands-alone',
      comment:
        'It is loaded by other products: a client that knows the hub by its GraphQL schema, and of which the hub knows nothing.',
      severity: 'error',
      from: { path: '^src/embed/' },
      to: { path: '^src/', pathNot: '^src/embed/' },
    },
    {
      name: 'nobody-imports-the-web-component',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/embed/' },
      to: { path: '^src/embed/' },
    },
    {
      name: 'metrics-are-told',
      comment: 'Features and platform tell whoever asked to be told; services.ts hands them the functions.',
      severity: 'error',
      from: { path: `^src/(${FEATURES.join('|')}|platform|providers)/` },
      to: { path: '^src/metrics/' },
    },
    {
      name: 'opentelemetry-is-in-one-place',
      comment: 'Features know platform/tracing/tracing.ts.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/tracing/open-telemetry\\.ts$' },
      to: { path: 'node_modules/@opentelemetry/' },
    },
    {
      name: 'opentelemetry-is-loaded-where-it-is-on',
      comment: 'Where traces are off it costs nothing: tracing.ts imports it when it is asked to.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/platform/tracing/open-telemetry\\.ts$', dynamic: false },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: VALUE },
    },
    {
      name: 'no-tests-in-the-program',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      // It has types and no program.
      to: { couldNotResolve: true, pathNot: '^@graphql-typed-document-node/core$' },
    },
    {
      name: 'only-what-package-json-names',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: '^src/(web|embed|sandbox)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], ...VALUE },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
