import type { HandoverNote, HandoverTarget } from '../../../../shared/contract/answers.ts';
import type { z } from 'zod';
import { buildPkcs11Uri, parsePkcs11Uri } from '../../../../shared/domain/pkcs11-uri.ts';
import { handoverNote as note } from './handover-notes.ts';

export interface HandoverFacts {
  readonly groupId: string;
  readonly generation: number;
  readonly software: boolean;
  /** RFC 7512 URI of the key on its token. */
  readonly keyUri: string | undefined;
  readonly target: z.infer<typeof HandoverTarget>;
  /** `client`: the platform calls its partner; `server`: partners call the platform. */
  readonly side: 'client' | 'server';
}

export interface Handover {
  readonly text: string;
  readonly notes: HandoverNote[];
}

interface Parts {
  /** File names without a folder, safe in every syntax here. */
  readonly chain: string;
  readonly key: string;
  readonly p12: string;
  readonly passphrase: string;
  /** The key's URI in a character set that needs no quoting but quotes; undefined for software keys. */
  readonly uri: string | undefined;
  readonly isClient: boolean;
}

const PARTNER_CA = 'partner-ca.pem';
const HOST = 'partner.example';

/**
 * How other software uses the key and its chain. Only names of our own making stand in it: file names from the key
 * group's id, and the URI taken apart and written again, so nothing of a partner or a module can break out of a quote.
 */
export function handoverText(facts: HandoverFacts): Handover {
  const parts = partsOf(facts);
  const snippet = SNIPPETS[facts.target](parts);
  const convert = parts.uri === undefined && facts.target !== 'java' && snippet.needsPem !== false;
  const comment = facts.target === 'openssl' ? '#' : snippet.comment;
  const lines = [
    `${comment} OCPI key group ${facts.groupId.replaceAll(/[^A-Za-z0-9._:-]/g, '?')}, generation ${facts.generation}, ${facts.side} side`,
    ...snippet.lines,
  ];
  return {
    text: `${lines.join('\n')}\n`,
    notes: [
      note('SAVE_CHAIN', { chain: parts.chain }),
      parts.uri === undefined ? note('EXPORT_PKCS12', { p12: parts.p12 }) : note('KEY_IN_TOKEN'),
      ...(convert ? [note('CONVERT_TO_PEM', { p12: parts.p12, key: parts.key, passphrase: parts.passphrase })] : []),
      ...snippet.notes,
      note('PARTNER_NAMES', { file: PARTNER_CA, host: HOST }),
    ],
  };
}

function partsOf({ groupId, generation, software, keyUri, side }: HandoverFacts): Parts {
  const name = `ocpi-${groupId.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 64)}-g${generation}`;
  return {
    chain: `${name}.chain.pem`,
    key: `${name}.key.pem`,
    p12: `${name}.p12`,
    passphrase: `${name}.passphrase`,
    uri: software ? undefined : safeUri(keyUri),
    isClient: side === 'client',
  };
}

/** Written anew by our own writer, and whatever it leaves plain but quotes or shells might take for theirs, encoded. */
function safeUri(uri: string | undefined): string {
  const read = parsePkcs11Uri(uri ?? '');
  const written = read.ok ? buildPkcs11Uri({ ...read.value, type: 'private' }) : 'pkcs11:type=private';
  return written.replaceAll(
    /[^A-Za-z0-9\-._~%;=:]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

interface Snippet {
  readonly comment: string;
  readonly lines: readonly string[];
  readonly notes: readonly HandoverNote[];
  readonly needsPem?: boolean;
}

const SNIPPETS: Readonly<Record<HandoverFacts['target'], (parts: Parts) => Snippet>> = {
  nginx: ({ chain, key, passphrase, uri, isClient }) => {
    const prefix = isClient ? 'proxy_ssl' : 'ssl';
    return {
      comment: '#',
      lines: [
        ...(isClient ? ['location / {', `    proxy_pass https://${HOST};`] : ['server {', '    listen 443 ssl;']),
        `    ${prefix}_certificate "/etc/nginx/ocpi/${chain}";`,
        uri === undefined
          ? `    ${prefix}_certificate_key "/etc/nginx/ocpi/${key}";`
          : `    ${prefix}_certificate_key "engine:pkcs11:${uri}";`,
        ...(uri === undefined ? [`    ${prefix}_password_file "/etc/nginx/ocpi/${passphrase}";`] : []),
        ...(isClient
          ? [
              `    proxy_ssl_trusted_certificate "/etc/nginx/ocpi/${PARTNER_CA}";`,
              '    proxy_ssl_verify on;',
              '    proxy_ssl_verify_depth 5;',
              '    proxy_ssl_server_name on;',
            ]
          : [
              `    ssl_client_certificate "/etc/nginx/ocpi/${PARTNER_CA}";`,
              '    ssl_verify_client on;',
              '    ssl_verify_depth 5;',
            ]),
        '    # The protocol versions that OCPI platforms should speak.',
        `    ${prefix}_protocols TLSv1.2 TLSv1.3;`,
        '}',
      ],
      notes: uri === undefined ? [] : [note('OPENSSL_ENGINE_NEEDED'), note('NGINX_STORE')],
    };
  },

  haproxy: ({ chain, key, uri, isClient }) => ({
    comment: '#',
    lines: [
      ...(uri === undefined
        ? []
        : ['global', '    expose-experimental-directives', '    ssl-provider pkcs11', '    ssl-provider default', '']),
      ...(isClient
        ? [
            'backend partner',
            `    server partner ${HOST}:443 ssl crt /etc/haproxy/ocpi/${chain} ca-file /etc/haproxy/ocpi/${PARTNER_CA} verify required sni str(${HOST})`,
          ]
        : [
            'frontend ocpi',
            `    bind :443 ssl crt /etc/haproxy/ocpi/${chain} ca-file /etc/haproxy/ocpi/${PARTNER_CA} verify required`,
          ]),
    ],
    notes:
      uri === undefined
        ? [note('HAPROXY_PLAIN_KEY', { file: `${chain}.key`, key })]
        : [note('PKCS11_PROVIDER_NEEDED'), note('HAPROXY_KEY_FILE', { file: `${chain}.key`, uri })],
  }),

  stunnel: ({ chain, p12, uri, isClient }) => ({
    comment: ';',
    needsPem: false,
    lines: [
      ...(uri === undefined ? [] : ['engine = pkcs11', 'engineCtrl = MODULE_PATH:/path/to/module.so', '']),
      '[ocpi]',
      `client = ${isClient ? 'yes' : 'no'}`,
      ...(isClient
        ? ['accept = 127.0.0.1:8443', `connect = ${HOST}:443`, `sni = ${HOST}`, `checkHost = ${HOST}`]
        : ['accept = 443', 'connect = 127.0.0.1:8080']),
      uri === undefined ? `cert = /etc/stunnel/ocpi/${p12}` : `cert = /etc/stunnel/ocpi/${chain}`,
      ...(uri === undefined ? [] : ['engineId = pkcs11', `key = ${uri}`]),
      `CAfile = /etc/stunnel/ocpi/${PARTNER_CA}`,
      'verifyChain = yes',
      ...(isClient ? [] : ['requireCert = yes']),
      'sslVersionMin = TLSv1.2',
    ],
    notes: [note(uri === undefined ? 'STUNNEL_PASSPHRASE' : 'OPENSSL_ENGINE_NEEDED')],
  }),

  openssl: ({ chain, key, uri, isClient }) => {
    const keyOptions =
      uri === undefined ? `-key ${quoted(key)}` : `-provider pkcs11 -provider default -key ${quoted(uri)}`;
    return {
      comment: '#',
      lines: isClient
        ? [
            `openssl s_client -connect ${HOST}:443 -servername ${HOST} -verify_return_error -verify_hostname ${HOST} \\`,
            `  -CAfile ${quoted(PARTNER_CA)} -cert ${quoted(chain)} -cert_chain ${quoted(chain)} \\`,
            `  ${keyOptions}`,
          ]
        : [
            `openssl s_server -accept 8443 -Verify 5 -verify_return_error \\`,
            `  -CAfile ${quoted(PARTNER_CA)} -cert ${quoted(chain)} -cert_chain ${quoted(chain)} \\`,
            `  ${keyOptions}`,
          ],
      notes: uri === undefined ? [] : [note('PKCS11_PROVIDER_NEEDED'), note('OPENSSL_ENGINE_INSTEAD')],
    };
  },

  java: ({ p12, uri, isClient }) => ({
    comment: '#',
    needsPem: false,
    lines: [
      ...(uri === undefined
        ? []
        : ['# ocpi-pkcs11.cfg', 'name = ocpi', 'library = /path/to/module.so', 'slotListIndex = 0', '']),
      'java \\',
      ...(uri === undefined
        ? [`  -Djavax.net.ssl.keyStore=${quoted(p12)} -Djavax.net.ssl.keyStoreType=PKCS12 \\`]
        : [
            '  -Djava.security.properties=ocpi.security \\',
            '  -Djavax.net.ssl.keyStore=NONE -Djavax.net.ssl.keyStoreType=PKCS11 -Djavax.net.ssl.keyStoreProvider=SunPKCS11-ocpi \\',
          ]),
      '  -Djavax.net.ssl.trustStore=partner-ca.p12 -Djavax.net.ssl.trustStoreType=PKCS12 \\',
      '  -jar platform.jar',
    ],
    notes: [
      note('JAVA_TRUST_STORE', { file: PARTNER_CA }),
      ...(uri === undefined
        ? [note('JAVA_PASSPHRASE')]
        : [note('JAVA_PROVIDER'), note('JAVA_PAIRING'), note('JAVA_WHICH_KEY', { uri })]),
      ...(isClient ? [] : [note('JAVA_CLIENT_AUTH')]),
    ],
  }),
};

/** For a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
