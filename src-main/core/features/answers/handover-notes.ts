import type { HandoverNote } from '../../../../shared/contract/answers.ts';

type Code = HandoverNote['code'];
type Values = NonNullable<HandoverNote['values']>;

/** What else to know of each snippet, for the command line; the window has words of its own. `{name}` is a value. */
const TEXTS: Readonly<Record<Code, string>> = {
  SAVE_CHAIN: 'Save the chain (leaf first) as {chain}.',
  EXPORT_PKCS12: 'Export the key as PKCS#12 and save it as {p12}; keep it readable by the service alone.',
  KEY_IN_TOKEN:
    'The key stays in its token; the service needs the PKCS#11 module and the PIN, which stands in no file of ours.',
  CONVERT_TO_PEM:
    'This software reads PEM: openssl pkcs12 -in {p12} -nocerts -out {key} keeps the key encrypted; its passphrase goes into {passphrase}, readable by the service alone.',
  PARTNER_NAMES: '{file} holds the certificates of the partner’s authority; {host} stands for its address.',
  OPENSSL_ENGINE_NEEDED:
    'Needs OpenSSL’s PKCS#11 engine (libp11) with PKCS11_MODULE_PATH set to the module; OpenSSL 3 marks engines as deprecated.',
  PKCS11_PROVIDER_NEEDED:
    'Needs pkcs11-provider, activated in openssl.cnf (or by OPENSSL_CONF) with pkcs11-module-path set to the module.',
  NGINX_STORE: 'nginx 1.29 and newer also take store:pkcs11:… with pkcs11-provider instead of the engine.',
  HAPROXY_PLAIN_KEY:
    'HAProxy finds the key beside the chain as {file}, and it must not be encrypted: keep that file in memory (tmpfs), made from {key}.',
  HAPROXY_KEY_FILE:
    'HAProxy reads the key’s URI from a file {file}: make it with uri2pem of pkcs11-provider from {uri}',
  STUNNEL_PASSPHRASE: 'stunnel reads PKCS#12 and asks for its passphrase when it starts.',
  OPENSSL_ENGINE_INSTEAD: 'With the engine instead: -engine pkcs11 -keyform engine.',
  JAVA_TRUST_STORE:
    'The trust store: keytool -importcert -noprompt -file {file} -keystore partner-ca.p12 -storetype PKCS12.',
  JAVA_PASSPHRASE:
    'The passphrase is read by the program (or -Djavax.net.ssl.keyStorePassword, which other users may see).',
  JAVA_PROVIDER:
    'ocpi.security adds the provider: security.provider.14=SunPKCS11 ocpi-pkcs11.cfg (the next free number).',
  JAVA_PAIRING: 'Java pairs key and certificate by CKA_ID: write the certificate to the token first.',
  JAVA_WHICH_KEY: 'Several keys on the token: the right one is {uri}',
  JAVA_CLIENT_AUTH: 'A server asks for client certificates with setNeedClientAuth(true) of its SSL context.',
};

export function handoverNote(code: Code, values?: Values): HandoverNote {
  const message = TEXTS[code].replaceAll(/\{(\w+)\}/g, (whole, name: string) => values?.[name] ?? whole);
  return { code, message, ...(values === undefined ? {} : { values }) };
}
