/** Texts of the area `demo`: the workspace of invented parties and its tour. */
export const demo = {
  mark: 'DEMO',
  region: 'Demo',
  about: 'Invented parties and keys. Nothing here is real. Passphrase of its two tokens:',
  incompleteMark: 'not complete',
  incomplete: 'This demo could not be filled, so parts of it are missing: delete it and open a new one.',
  passphrase: 'Passphrase',
  tour: 'Tour of one minute',
  leave: 'Leave the demo',
  remove: 'Delete the demo…',
  offer: 'Look around in a demo',
  step: 'Step {number} of {total}',
  back: 'Back',
  next: 'Next',
  end: 'End the tour',
  hint: 'Arrow keys go back and on, Esc ends it.',
  title_groups: 'Two parties, their key groups',
  text_groups:
    'DEGEF is a charge point operator, DERHB a hub, each with a software token of its own. Each group is a series of keys for one purpose towards one counterpart. Whom a key may speak for stands first.',
  title_csr: 'A request is made',
  text_csr:
    'A key made in a token signs a CSR that names key group, wished validity and ids. Its bytes are shown before they are signed.',
  title_requests: 'Requests come in at the other side',
  text_requests:
    'Good, doubtful and bad ones: one has a forged signature, one an id with the separator of another kind, one was rejected with a reason.',
  title_decision: 'The decision',
  text_decision:
    'In the frame: the exact bytes that will be signed, between what was asked for and the certificate that they replace. What differs has a tint and a word. Ctrl+Enter signs.',
  title_authorities: 'Who signs',
  text_authorities:
    'A root and an issuing authority below it. Their keys live in the hub’s own token; each says what it may issue and until when.',
  title_certificates: 'Any certificate says whom it speaks for',
  text_certificates:
    'Search an id to see who else claims it. Open one: party ids first, then validity, then the path with the verdict of each link.',
  title_tls: 'And on the wire',
  text_tls:
    'One handshake with an address, or a listener on this computer: the ids on both sides, as the certificates say them.',
} as const;
