import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Import zones: each message names the right way. `src-main/arrows.test.ts` walks the real imports beside this. */
const zone = (files, patterns, ignores = []) => ({
  files,
  ignores: ['**/*.test.ts', '**/*.test.tsx', '**/*-for-tests.ts', ...ignores],
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});
const forbid = (regex, message) => ({ regex, message });

const noElectron = forbid('^electron$', 'Only src-main/shell imports electron: take a port from your owner instead.');
const noNode = forbid('^node:', 'shared is pure: take files, time and randomness as parameters.');
const noNatives = forbid('^(better-sqlite3|pkcs11js)$', 'Natives live in one place each: core/store/ and token-host/.');
const noWindow = forbid('src-renderer/', 'Nothing imports the window: put what both need into shared/.');
const noMain = forbid('src-main/', 'The window talks to core through shared/contract and its typed client.');

const clock = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take the injected clock (Clock.now).',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take the injected clock.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Take random bytes from the injected source.',
  },
];
const callbacks = [
  {
    selector:
      'CallExpression[callee.property.name=/^C_\\w+Async$/], CallExpression[callee.property.name=/^C_/] > :matches(ArrowFunctionExpression, FunctionExpression)',
    message: 'pkcs11js callbacks sign freed memory: call the synchronous form, the token host is the thread.',
  },
];
const transactions = [
  {
    selector: "CallExpression[callee.property.name='transaction']",
    message: 'Only core/store/unit.ts opens transactions: use unit.run, which writes the audit entry with the change.',
  },
];

export default tseslint.config(
  { ignores: ['out/**', 'dist/**', '.electron-runtime/**', 'test-results/**', 'node_modules/**', 'coverage/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          'shared/tsconfig.json',
          'src-main/tsconfig.json',
          'src-main/shell/preload/tsconfig.json',
          'src-renderer/tsconfig.json',
          'tsconfig.tests.json',
          'tsconfig.scripts.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // An import of types alone must vanish: as a side effect it would pull the schemas into the window.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...clock, ...callbacks, ...transactions],
    },
  },
  { files: ['src-renderer/**/*.{ts,tsx}'], ...hooks.configs.flat['recommended-latest'] },
  {
    files: ['src-main/core/clock.ts', 'src-renderer/platform/clock.ts'],
    rules: { 'no-restricted-syntax': ['error', ...callbacks, ...transactions] },
  },
  { files: ['src-main/core/store/unit.ts'], rules: { 'no-restricted-syntax': ['error', ...clock, ...callbacks] } },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'e2e/**/*.ts', 'bench/**'],
    rules: {
      'no-restricted-syntax': 'off',
      'no-console': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
      },
    },
  },
  zone(['shared/**/*.ts'], [noElectron, noNode, noNatives, noWindow, noMain]),
  zone(
    ['shared/domain/**/*.ts'],
    [
      noElectron,
      noNode,
      noNatives,
      noWindow,
      noMain,
      forbid('/contract/', 'Domain rules know no wire: contract imports domain, not the other way.'),
    ],
  ),
  zone(
    ['src-renderer/**/*.{ts,tsx}'],
    [
      noElectron,
      noNode,
      noNatives,
      noMain,
      forbid('^(@peculiar/|zod$)', 'The window decodes and validates nothing: core hands it plain views.'),
    ],
  ),
  zone(
    ['src-main/core/**/*.ts'],
    [
      noElectron,
      noWindow,
      forbid('^pkcs11js$', 'Only the token host loads PKCS#11: use core/token-client.'),
      forbid('/(shell|cli|token-host)/', 'Core has no owner it knows: take what you need as a parameter (CoreOwner).'),
    ],
    ['src-main/core/store/**', 'src-main/core/entry.ts'],
  ),
  zone(
    ['src-main/token-host/**/*.ts'],
    [
      noElectron,
      noWindow,
      forbid('^better-sqlite3$', 'The token host stores nothing.'),
      forbid('/(shell|cli|core)/', 'The token host imports shared and pkcs11js alone.'),
    ],
  ),
  zone(
    ['src-main/cli/**/*.ts'],
    [
      noElectron,
      noWindow,
      forbid('^(better-sqlite3|pkcs11js)$', 'The CLI goes through the contract.'),
      forbid('/core/features/', 'The CLI goes through the contract: use the client.'),
    ],
  ),
  prettier,
);
