import type { HandoverTarget } from '../../../../shared/contract/answers.ts';
import type { z } from 'zod';
import { buildPkcs11Uri, parsePkcs11Uri } from '../../../../shared/domain/pkcs11-uri.ts';

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
  readonly notes: string[];
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
      `Save the chain (leaf first) as ${parts.chain}.`,
      ...(parts.uri === undefined
        ? [`Export the key as PKCS#12 and save it as ${parts.p12}; keep it readable by the service alone.`]
        : [
            'The key stays in its token; the service needs the PKCS#11 module and the PIN, which stands in no file of ours.',
          ]),
      ...(convert
        ? [
            `This software reads PEM: openssl pkcs12 -in ${parts.p12} -nocerts -out ${parts.key} keeps the key encrypted; its passphrase goes into ${parts.passphrase}, readable by the service alone.`,
          ]
        : []),
      ...snippet.notes,
      `${PARTNER_CA} holds the certificates of the partner’s authority; ${HOST} stands for its address.`,
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
  readonly notes: readonly string[];
  readonly needsPem?: boolean;
}

const ENGINE_NOTE =
  'Needs OpenSSL’s PKCS#11 engine (libp11) with PKCS11_MODULE_PATH set to the module; OpenSSL 3 marks engines as deprecated.';
const PROVIDER_NOTE =
  'Needs pkcs11-provider, activated in openssl.cnf (or by OPENSSL_CONF) with pkcs11-module-path set to the module.';

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
      notes:
        uri === undefined
          ? []
          : [ENGINE_NOTE, 'nginx 1.29 and newer also take store:pkcs11:… with pkcs11-provider instead of the engine.'],
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
        ? [
            `HAProxy finds the key beside the chain as ${chain}.key, and it must not be encrypted: keep that file in memory (tmpfs), made from ${key}.`,
          ]
        : [
            PROVIDER_NOTE,
            `HAProxy reads the key’s URI from a file ${chain}.key: make it with uri2pem of pkcs11-provider from ${uri}`,
          ],
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
    notes: uri === undefined ? ['stunnel reads PKCS#12 and asks for its passphrase when it starts.'] : [ENGINE_NOTE],
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
      notes: uri === undefined ? [] : [PROVIDER_NOTE, 'With the engine instead: -engine pkcs11 -keyform engine.'],
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
      `The trust store: keytool -importcert -noprompt -file ${PARTNER_CA} -keystore partner-ca.p12 -storetype PKCS12.`,
      ...(uri === undefined
        ? ['The passphrase is read by the program (or -Djavax.net.ssl.keyStorePassword, which other users may see).']
        : [
            'ocpi.security adds the provider: security.provider.14=SunPKCS11 ocpi-pkcs11.cfg (the next free number).',
            'Java pairs key and certificate by CKA_ID: write the certificate to the token first.',
            `Several keys on the token: the right one is ${uri}`,
          ]),
      ...(isClient ? [] : ['A server asks for client certificates with setNeedClientAuth(true) of its SSL context.']),
    ],
  }),
};

/** For a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
