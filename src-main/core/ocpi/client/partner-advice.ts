/** What to ask or tell a partner, ready to be sent, by the code of what went wrong; nothing where the trouble is ours. */
const advice: Readonly<Record<string, string>> = {
  CLIENT_CERTIFICATE_REFUSED:
    'Your server does not take our client certificate. Which CA does it expect, and does it know ours?',
  UNAUTHORISED: 'Your platform does not take our token. Is it still valid, and do you expect it in base64 or raw?',
  HTML: 'Your endpoint answers with an HTML page instead of an OCPI answer.',
  JSON_CUT: 'Your answer ends in the middle of its JSON.',
  NOT_JSON: 'Your answer is no JSON as OCPI describes it.',
  OCPI_ERROR: 'Your platform answers our request with an OCPI error. What does it object to?',
  HTTP_ERROR: 'Your platform answers our request with an HTTP error and no OCPI answer.',
  NOT_FOUND: 'There is nothing at an address that your platform advertises.',
  TOO_MANY: 'Your platform limits how often we may ask. How often is welcome?',
  REDIRECTED: 'Your platform redirects our request further than we follow. Which address should we use?',
  PAGES_REPEAT: 'Your pages go in circles: offset or the link to the next page does not move on.',
  NO_COMMON_VERSION: 'None of your OCPI versions is one that we speak.',
  OTHER_HOST: 'Your endpoints lead to another host than your versions URL. Is that meant?',
  NAME_WRONG: 'The certificate of your server is not for the name in your versions URL.',
  NO_CERTIFICATE: 'Your server shows no certificate.',
  CERTIFICATE_UNREADABLE: 'The certificate of your server cannot be read.',
  EXPIRED: 'The certificate of your server has expired.',
  NOT_YET_VALID: 'The certificate of your server is not valid yet.',
  ISSUER_NOT_FOUND: 'Your server does not send the intermediate certificates that lead to its root.',
  ANCHOR_NOT_TRUSTED: 'The certificate of your server leads to a root that we do not know. Which one is it?',
  PINNED_DIFFERS: 'Your server shows another certificate than the one that you told us. Have you changed it?',
  TLS_FAILED: 'Your server and we could not agree on TLS. Which versions and ciphers does it take?',
  HTTP_TIMEOUT: 'Your platform does not answer in time.',
  HTTP_RESET: 'Your server closes the connection before it has answered.',
  HTTP_NOT_HTTP: 'What answers at your address does not speak HTTP.',
  HTTP_HEADERS: 'The headers of your answer are longer than 32 KiB.',
  HTTP_TOO_LARGE: 'Your answer is larger than we take. Please honour the limit that we send.',
  HTTP_BOMB: 'Your answer unpacks to far more than a list of OCPI objects would.',
  HTTP_CUT: 'Your answer ends before the length that it states.',
  HTTP_ENCODING: 'Your answer is packed in a way that cannot be unpacked.',
};

/** @param words of the platform or of the trouble itself, put behind in brackets */
export function partnerAdvice(code: string, words: string): { readonly tellPartner?: string } {
  const tell = advice[code];
  if (tell === undefined) return {};
  return { tellPartner: (words === '' ? tell : `${tell} (${words})`).slice(0, 4000) };
}
