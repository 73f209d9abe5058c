import { posix } from 'node:path';
import ts from 'typescript';

/** The arrows of the tree as data: `arrows.test.ts` walks every import against them. */

/** Features of core in their order: each uses only those before it, through their `index.ts`. */
const featureOrder = [
  'settings',
  'audit',
  'vault',
  'tokens',
  'certificates',
  'keys',
  'csrs',
  'answers',
  'authorities',
  'revocations',
  'operators',
  'partners',
  'documents',
  'requests',
  'decisions',
  'plans',
  'evidence',
  'due',
  'guides',
  'inspection',
  'tls',
  'platforms',
  'signatures',
  'pricing',
] as const;

interface Zone {
  /** Path prefix; the longest that fits decides. */
  readonly from: string;
  /** Prefixes (or whole files) that may be imported, beside the zone itself. */
  readonly to: readonly string[];
  readonly rightWay: string;
}

const features = featureOrder.map((name, place): Zone => {
  const earlier = featureOrder.slice(0, place).map((other) => `src-main/core/features/${other}/index.ts`);
  const base = [
    'store/',
    'pki/',
    'ocpi/',
    'meter/',
    'signed-object/',
    'verifier/',
    'dial/',
    'platform-worker/',
    'workers/',
    'token-client/',
    'clock.ts',
    'owner.ts',
  ].map((part) => `src-main/core/${part}`);
  return {
    from: `src-main/core/features/${name}/`,
    to: ['shared/', ...base, ...earlier],
    rightWay: 'a feature uses store, pki, token-client and the index.ts of features before it in the order',
  };
});

const zones: readonly Zone[] = [
  { from: 'shared/util/', to: [], rightWay: 'shared/util stands alone' },
  { from: 'shared/domain/', to: ['shared/util/'], rightWay: 'rules know no wire: contract imports domain' },
  {
    from: 'shared/texts/',
    to: ['shared/contract/', 'shared/domain/', 'shared/util/'],
    rightWay: 'texts are plain data',
  },
  { from: 'shared/contract/wire/', to: ['shared/util/'], rightWay: 'the wire knows no contract: take it as a type' },
  {
    from: 'shared/contract/',
    to: ['shared/domain/', 'shared/util/'],
    rightWay: 'a contract imports shared/domain and shared/util alone',
  },
  ...features,
  { from: 'src-main/core/pki/', to: ['shared/'], rightWay: 'pki reads and writes bytes: give it what it needs' },
  {
    from: 'src-main/core/workers/',
    to: ['shared/', 'src-main/core/pki/', 'src-main/core/clock.ts'],
    rightWay: 'workers decode bytes: no token, no database, no feature',
  },
  {
    from: 'src-main/core/ocpi/',
    to: ['shared/', 'src-main/core/clock.ts'],
    rightWay: 'ocpi reads and asks over a port that is given to it: no feature, no database, no token',
  },
  {
    from: 'src-main/core/meter/',
    to: ['shared/', 'src-main/core/pki/', 'src-main/core/ocpi/read/'],
    rightWay: 'meter data are decoded and judged from bytes: no feature, no database, no token',
  },
  {
    from: 'src-main/core/signed-object/',
    to: ['shared/', 'src-main/core/pki/'],
    rightWay: 'signed objects are judged from text and what is known beside: no feature, no database, no token',
  },
  {
    from: 'src-main/core/verifier/',
    to: [
      'shared/',
      'src-main/core/meter/',
      'src-main/core/signed-object/',
      'src-main/core/pki/',
      'src-main/core/ocpi/read/',
    ],
    rightWay: 'the verifier holds nothing: no file, no token, no socket',
  },
  {
    from: 'src-main/core/platform-store/',
    to: ['shared/', 'src-main/core/ocpi/', 'src-main/core/store/own-file.ts', 'src-main/core/store/store-fault.ts'],
    rightWay: 'platform.db keeps readings: no feature, no network',
  },
  {
    from: 'src-main/core/platform-worker/',
    to: [
      'shared/',
      'src-main/core/clock.ts',
      'src-main/core/ocpi/',
      'src-main/core/platform-store/',
      'src-main/core/verifier/',
      'src-main/core/dial/port-duplex.ts',
      'src-main/core/store/store-fault.ts',
      'src-main/common/links.ts',
    ],
    rightWay: 'the platform worker has no feature, no token port and no socket of its own',
  },
  {
    from: 'src-main/core/dial/',
    to: [
      'shared/',
      'src-main/core/clock.ts',
      'src-main/core/token-client/',
      'src-main/core/pki/',
      'src-main/core/ocpi/client/connect.ts',
    ],
    rightWay: 'dial knows no feature: take a port',
  },
  { from: 'src-main/core/store/', to: ['shared/', 'src-main/core/clock.ts'], rightWay: 'the store knows no feature' },
  {
    from: 'src-main/core/token-client/',
    to: ['shared/', 'src-main/core/clock.ts', 'src-main/core/owner.ts'],
    rightWay: 'the token client knows no feature: take a port',
  },
  { from: 'src-main/core/log/', to: ['shared/', 'src-main/core/clock.ts'], rightWay: 'the log knows no feature' },
  {
    from: 'src-main/core/',
    to: ['shared/', 'src-main/common/'],
    rightWay: 'core knows no owner: take what you need from CoreOwner; features through their index.ts',
  },
  {
    from: 'src-main/token-host/',
    to: ['shared/', 'src-main/common/'],
    rightWay: 'a token host imports shared, common and pkcs11js alone',
  },
  {
    from: 'src-main/cli/',
    to: [
      'shared/',
      'src-main/common/',
      'src-main/core/store/',
      'src-main/core/core.ts',
      'src-main/core/owner.ts',
      'src-main/core/clock.ts',
    ],
    rightWay: 'the command line goes through the contract: use the client',
  },
  {
    from: 'src-main/shell/preload/',
    to: ['shared/'],
    rightWay: 'the preload is the bridge and nothing else: shared and electron',
  },
  {
    from: 'src-main/shell/',
    to: ['shared/', 'src-main/common/', 'src-main/cli/', 'src-main/core/owner.ts', 'src-main/core/clock.ts'],
    rightWay: 'the shell decides nothing: ask core through its port',
  },
  {
    from: 'src-main/common/',
    to: ['shared/', 'src-main/core/owner.ts'],
    rightWay: 'what several programs share knows none of them',
  },
  { from: 'src-renderer/locales/', to: ['shared/'], rightWay: 'texts import nothing of the window' },
  { from: 'src-renderer/ui/', to: ['shared/', 'src-renderer/locales/'], rightWay: 'parts get props' },
  {
    from: 'src-renderer/platform/',
    to: ['shared/', 'src-renderer/locales/', 'src-renderer/ui/'],
    rightWay: 'the platform knows no page',
  },
  {
    from: 'src-renderer/features/',
    to: ['shared/', 'src-renderer/locales/', 'src-renderer/ui/', 'src-renderer/platform/'],
    rightWay: 'a page uses ui, platform, locales and shared',
  },
  {
    from: 'src-renderer/pin/',
    to: ['shared/', 'src-renderer/locales/', 'src-renderer/ui/', 'src-renderer/platform/'],
    rightWay: 'the PIN window uses ui, platform, locales and shared',
  },
  {
    from: 'src-renderer/',
    to: ['shared/'],
    rightWay: 'the window talks to core through shared/contract and its typed client',
  },
  { from: 'src-main/', to: [], rightWay: 'src-main has no files of its own but tests: choose its folder' },
  {
    from: 'e2e/platform/',
    to: ['shared/'],
    rightWay: 'the platform shares schemas with the product and no code of its client',
  },
  {
    from: 'e2e/',
    to: ['shared/', 'src-main/common/', 'src-renderer/platform/'],
    rightWay: 'e2e drives the application through its window and its command line',
  },
];

/** Packages that live in one place each. */
const homes: readonly { readonly name: RegExp; readonly in: readonly string[]; readonly rightWay: string }[] = [
  { name: /^electron$/, in: ['src-main/shell/'], rightWay: 'only the shell imports electron: take a port' },
  {
    name: /^better-sqlite3$/,
    in: ['src-main/core/store/', 'src-main/core/platform-store/'],
    rightWay: 'only core/store opens pki.db, and core/platform-store platform.db',
  },
  { name: /^pkcs11js$/, in: ['src-main/token-host/pkcs11/'], rightWay: 'only token-host/pkcs11 loads PKCS#11' },
  { name: /^kysely$/, in: ['src-main/core/store/', 'src-main/core/features/'], rightWay: 'queries live in *.store.ts' },
  {
    name: /^@peculiar\//,
    in: ['src-main/core/pki/', 'src-main/token-host/software/'],
    rightWay: 'bytes are decoded and written in core/pki alone',
  },
  {
    name: /^(react|react-dom|@mui|@emotion|lucide-react|zustand)(\/|$)/,
    in: ['src-renderer/'],
    rightWay: 'window only',
  },
];

/** What only tests may import, and what code outside of tests may not import at all in these places. */
const testPackages = /^(vitest|fast-check|jose|typescript|@testing-library\/|@playwright\/|jsdom)/;
const pureOfNode = ['shared/', 'src-renderer/'];

export const entries: ReadonlySet<string> = new Set([
  'src-main/shell/main.ts',
  'src-main/shell/preload/preload.ts',
  'src-main/shell/preload/pin-preload.ts',
  'src-main/core/entry.ts',
  'src-main/core/workers/decode-worker.ts',
  'src-main/token-host/pkcs11-entry.ts',
  'src-main/token-host/software-entry.ts',
  'src-main/cli/main.ts',
  'src-renderer/main.tsx',
]);

const isTest = (path: string): boolean =>
  /\.test\.tsx?$|-for-tests\.tsx?$|\/testing\/|\/test-[a-z]+\.ts$|\.d\.ts$/.test(path) || path.startsWith('e2e/');

/** The offending arrows of one file, each with the right way; empty when it keeps to them. */
export function wrongArrows(path: string, source: string): readonly string[] {
  return ts.preProcessFile(source, true, true).importedFiles.flatMap(({ fileName }) => {
    const target = fileName.startsWith('.') ? posix.join(posix.dirname(path), fileName) : fileName;
    const wrong = fileName.startsWith('.') ? wrongFile(path, target) : wrongPackage(path, target);
    return wrong === undefined ? [] : [`${path} → ${target}: ${wrong}`];
  });
}

function wrongFile(path: string, target: string): string | undefined {
  if (entries.has(target)) return 'nothing imports an entry: move what both need beside it';
  const zone = zoneOf(path);
  if (zone === undefined) return 'no zone of the tree: name one in arrows-for-tests.ts';
  if (zone.from === 'src-main/' && !isTest(path)) return zone.rightWay;
  if (target.startsWith(zone.from)) return throughIndex(path, target, zone) ?? notATest(path, target);
  if (zone.to.some((allowed) => target.startsWith(allowed))) return notATest(path, target);
  // The one place where the store names features: the list of their tables.
  const tables = /^src-main\/core\/store\/(tables|migrations)\.ts$/.test(path);
  if (tables && /^src-main\/core\/features\/[a-z]+\/[a-z]+\.tables\.ts$/.test(target)) return undefined;
  if (isTest(path) && mayTest(path, target)) return undefined;
  return zone.rightWay;
}

/** Core's own top files compose the features, through the door of each. */
function throughIndex(path: string, target: string, zone: Zone): string | undefined {
  if (zone.from !== 'src-main/core/' || isTest(path)) return undefined;
  return /^src-main\/core\/features\/[^/]+\/(?!index\.ts$)/.test(target) ? zone.rightWay : undefined;
}

function notATest(path: string, target: string): string | undefined {
  return isTest(target) && !isTest(path) ? 'what is for tests is for tests' : undefined;
}

/** A test may use what other folders of the same program offer for tests, and the parts it puts together. */
function mayTest(path: string, target: string): boolean {
  const top = path.split('/')[0] ?? '';
  // The platform of ours is what tests talk to; it knows nothing of the product.
  if (top === 'src-main' && target.startsWith('e2e/platform/')) return true;
  return top !== 'shared' && target.startsWith(`${top}/`);
}

function wrongPackage(path: string, name: string): string | undefined {
  const home = homes.find((one) => one.name.test(name));
  // A test of core may look into the database, or spoil it, behind the store's back.
  const looksInside = name === 'better-sqlite3' && isTest(path) && path.startsWith('src-main/core/');
  const atHome = looksInside || path.startsWith('e2e/') || home?.in.some((folder) => path.startsWith(folder));
  if (home !== undefined && atHome !== true) return home.rightWay;
  if (isTest(path)) return undefined;
  if (testPackages.test(name)) return 'this package is for tests';
  if (name.startsWith('node:') && pureOfNode.some((folder) => path.startsWith(folder))) {
    return 'files, time and randomness come in as parameters here';
  }
  return name === 'zod' && path.startsWith('src-renderer/') ? 'the window validates nothing: core does' : undefined;
}

function zoneOf(path: string): Zone | undefined {
  return zones.filter(({ from }) => path.startsWith(from)).toSorted((a, b) => b.from.length - a.from.length)[0];
}
