import type { GuideId, GuideStepId } from '../domain/guides.ts';

/** What the guides and their steps say, in English: for the English window, the command line and exported runs. */
export const guideSentences = {
  'guide_token-lost': 'A token is lost',
  'when_token-lost':
    'An HSM partition, a smartcard or a software token with keys of the platform was lost, stolen or broken, and nobody can say that it will come back untouched.',
  'guide_key-compromised': 'A key is compromised',
  'when_key-compromised':
    'Somebody else has, or may have, a private key: one of ours, or one that a partner reports. Do not wait for proof.',
  'guide_card-lost': 'An operator’s card is lost',
  'when_card-lost':
    'The card or token with an operator’s identity key is gone, or its PIN is known to somebody else. With it, votes and commands could be signed.',
  'guide_ca-rollover': 'An authority gets a new key',
  'when_ca-rollover':
    'An authority ends soon, or its algorithm has to change. Begin so early that every partner can take in the new certificate before the old one ends.',
  'guide_clock-wrong': 'The clock was wrong',
  'when_clock-wrong':
    'The computer’s clock jumped, stood still or was set wrongly while this workspace was in use: times in certificates, lists, votes and the audit log may be wrong.',

  'what_token-look': 'Make sure that it is gone',
  'how_token-look':
    'Plug in every reader and look at the list once more. Note when and where it was last used, and whether somebody may know its PIN: the steps below depend on it.',
  'what_token-keys': 'See which keys were on it',
  'how_token-keys': 'Note the key groups and authorities. What other programs kept on the token is not known here.',
  'what_token-identities': 'Look after operators whose identity key was on it',
  'how_token-identities':
    'For each of them start the guide “An operator’s card is lost” now and go through it first: with an identity key, votes can be signed.',
  'what_token-standing': 'Stop standing approvals that rest on it',
  'how_token-standing':
    'A standing approval issues renewals that the lost key proves, without a vote. Stop the rules of its key groups and authorities. One operator is enough. At partners who certify our keys, ask them to do the same.',
  'what_token-revoke': 'Revoke the certificates of these keys',
  'how_token-revoke':
    'If the PIN may be known, revoke at once with the reason keyCompromise and the time since when. If it surely is not, and the keys cannot be read out, the connections may stay until their successors work; then take superseded or cessationOfOperation.',
  'what_token-authorities': 'End the authorities whose keys were on it',
  'how_token-authorities':
    'Without its key an authority signs nothing more, no revocation list either. Retire it, and have the authority above revoke its certificate. Nobody can revoke a root: whoever trusts it has to be told.',
  'what_token-list': 'Sign new revocation lists',
  'how_token-list': 'Others learn of a revocation only from the next list.',
  'what_token-export': 'Bring the lists to where they are looked up',
  'how_token-export':
    'Save all lists and put them where the certificates say they lie. The console does not see what lies there.',
  'what_token-tell': 'Tell the partners',
  'how_token-tell':
    'Over a contact that was known before: whose certificates of these keys they issued, with serial numbers, so that they revoke them; which authorities no longer count; that the next requests come without a proof by the old key.',
  'what_token-new': 'Get a new token ready',
  'how_token-new':
    'Initialise it with a new label and a new PIN. Do not restore a backup of the lost token if somebody else may have its keys.',
  'what_token-successors': 'Make new keys',
  'how_token-successors': 'In each key group make the next generation on the new token.',
  'what_token-certificates': 'Have them certified',
  'how_token-certificates':
    'Send a CSR for each new key. The old key cannot prove it: the partner has to confirm the fingerprint over a known contact.',
  'what_token-handover': 'Put them to work',
  'how_token-handover':
    'Hand the new chains over to the platform, try each connection with a TLS check, and tell each partner when the new certificate is in use.',
  'what_token-checkpoint': 'Sign a checkpoint',
  'how_token-checkpoint':
    'It proves later what was recorded when. Keep it, and this run as a file, where this machine cannot change them.',

  'what_key-standing': 'Stop standing approvals of its key group',
  'how_key-standing':
    'Whoever has the key can prove renewals with it, and a rule would issue them without a vote. One operator is enough. If a partner certifies the key, ask the partner to stop its rules.',
  'what_key-requests': 'Hold open requests of its key group',
  'how_key-requests':
    'A proof by this key vouches for nobody any more. Hold what is not decided until the partner has confirmed each new key over a known contact.',
  'what_key-touched': 'See what rests on the key',
  'how_key-touched':
    'Its certificate shows other certificates of the same key and, for an authority, all that it signed. What nobody knows of cannot be shown.',
  'what_key-revoke': 'Revoke its certificates',
  'how_key-revoke':
    'All certificates of the key, with the reason keyCompromise (an authority’s: cACompromise) and the time since when it is suspected. Take the earlier time if in doubt.',
  'what_key-authority': 'If it is an authority’s key: end the authority',
  'how_key-authority':
    'Retire it, so that nobody issues under it. Everything it signed since then is in doubt: go through the list, and go on with the guide “An authority gets a new key” without cross-certificates. A root has to be taken out of trust by everybody who trusts it.',
  'what_key-list': 'Sign new revocation lists',
  'how_key-list': 'Others learn of a revocation only from the next list. Do it now, not at the next update.',
  'what_key-export': 'Bring the lists to where they are looked up',
  'how_key-export':
    'Save all lists and put them where the certificates say they lie. The console does not see what lies there.',
  'what_key-tell': 'Tell the partners',
  'how_key-tell':
    'Over a contact that was known before: which certificate (serial number), since when, and that connections made with it since then are in doubt. If the key is ours, the partners that certified it revoke; ask for it in writing.',
  'what_key-plans': 'Look at replacement plans',
  'how_key-plans':
    'A plan whose new certificate is the revoked one turns red: the older certificate would stay. Decide for each whether it is cancelled.',
  'what_key-successor': 'Make a new key',
  'how_key-successor':
    'If the key is ours: the next generation, on a token that is not in doubt. If it is the partner’s: the partner makes one.',
  'what_key-certificate': 'Certify the new key',
  'how_key-certificate':
    'The compromised key is no proof for its successor: the fingerprint has to be confirmed over a known contact. Do not release held requests without it.',
  'what_key-signed': 'Go through what it signed',
  'how_key-signed':
    'Look at what came with this key since the suspicion: requests, proofs, certificates, sessions and records of the platform. Note what has to be undone, and who is told.',
  'what_key-destroy': 'Destroy the key',
  'how_key-destroy': 'A key of ours, once nobody needs it any more to find out what happened. The record of it stays.',
  'what_key-checkpoint': 'Sign a checkpoint',
  'how_key-checkpoint':
    'It proves later what was recorded when. Keep it, and this run as a file, where this machine cannot change them.',

  'what_card-revoke': 'Revoke the identity certificate',
  'how_card-revoke':
    'This stops the card at once: nobody signs in with a revoked identity, and its votes on open requests no longer count. One CA operator is enough. A hold does the same while the card may still turn up.',
  'what_card-list': 'Sign a new revocation list',
  'how_card-list': 'Other workspaces and whoever verifies evidence learn of it only from the list.',
  'what_card-roster': 'Take the certificate out of the roster',
  'how_card-roster':
    'If the new card will take a while, propose to remove the operator; if it is here already, propose the new certificate in its place. A removal that would leave fewer approvers than votes are needed is refused: then wait for the new card, or lower the votes. Others vote on it; if they are not enough, the recovery keys do. The lost card must not.',
  'what_card-quorum': 'See who can still decide',
  'how_card-quorum':
    'If fewer approvers are left than votes are needed, nothing is issued and the roster cannot be changed but with the recovery keys. Get them out before you need them.',
  'what_card-signed': 'Go through what the card signed',
  'how_card-signed':
    'Look at the audit entries, votes and proposals of this operator since the card was last surely in good hands. Undo what the operator does not know of; withdraw proposals.',
  'what_card-others': 'Think of other keys on the card',
  'how_card-others': 'If keys of key groups or authorities were on it too, start the guide “A token is lost” for it.',
  'what_card-new': 'Get a new card ready',
  'how_card-new': 'Initialise it with a new PIN that only the operator knows.',
  'what_card-identity': 'Make and certify a new identity key',
  'how_card-identity':
    'The operator makes the next key of the identity group on the new card; its request is confirmed in person and issued by the identity authority with the usual votes.',
  'what_card-enrol': 'Put the operator back',
  'how_card-enrol':
    'Propose the new certificate for the operator, or enrol the operator again after a removal, and have the others vote.',
  'what_card-checkpoint': 'Sign a checkpoint',
  'how_card-checkpoint':
    'With a card that is not in doubt. It proves later what was recorded when. Keep it, and this run as a file, elsewhere.',

  'what_ca-look': 'See what hangs on the authority',
  'how_ca-look':
    'How long it lasts, what it issued, which partners it serves. Leave the partners weeks, not days. Make a backup of the workspace before you begin.',
  'what_ca-roll': 'Make the new key and certificate',
  'how_ca-roll':
    'Roll over with cross-certificates both ways: whoever trusts only one of the two then finds a path. After a compromise of the old key make none.',
  'what_ca-list': 'Sign the first list of the new authority',
  'how_ca-list': 'Verifiers that insist on a list refuse everything under an authority that has none.',
  'what_ca-anchors': 'Let operators’ identities follow',
  'how_ca-anchors':
    'If it is a root for identities, propose the old and the new root together as anchors of the roster. Otherwise nobody with a new identity certificate can be enrolled.',
  'what_ca-publish': 'Publish the new chain',
  'how_ca-publish':
    'Give the partners the new certificate, both cross-certificates and the new list, and put list and certificates where they are looked up.',
  'what_ca-trust': 'Wait until the partners trust it',
  'how_ca-trust':
    'Each partner takes in the new certificate and compares its SHA-256 over another way than the file came. Note who has confirmed it. Issue nothing to a partner under the new authority before that.',
  'what_ca-serve': 'Let the new authority serve the partners',
  'how_ca-serve':
    'Enter it at each partner that the old one serves; without that, the checks refuse its certificates. Keep the old one there until it is retired.',
  'what_ca-policy': 'Give it its policy',
  'how_ca-policy':
    'A policy of the old authority does not count for the new one. Set or propose the same, or a tighter one. If there is none of its own, the policy of the workspace counts.',
  'what_ca-renew': 'Move renewals to the new authority',
  'how_ca-renew':
    'From now on prepare renewals under the new authority. What the old one issued stays valid until its end.',
  'what_ca-standing': 'Make standing approvals anew',
  'how_ca-standing':
    'A rule names its authority. Propose new ones from certificates of the new authority, and stop the old ones when the new ones are in force.',
  'what_ca-retire': 'Retire the old authority',
  'how_ca-retire': 'When nothing has to be issued under it any more. It still signs lists.',
  'what_ca-end': 'Keep its lists until the last certificate has ended',
  'how_ca-end':
    'Until then its key must stay in its token. Note here who looks after it; the page Due tells when a list ends.',
  'what_ca-checkpoint': 'Sign a checkpoint',
  'how_ca-checkpoint':
    'It proves later what was recorded when. Keep it, and this run as a file, where this machine cannot change them.',

  'what_clock-stop': 'Sign nothing for now',
  'how_clock-stop':
    'While the console knows that the clock is wrong, nothing due is carried out. What people sign by hand is not stopped: tell them.',
  'what_clock-since': 'Find out since when',
  'how_clock-since':
    'Compare the audit log with something outside: mails, logs of other machines. Enter the time above: the steps below count from then on.',
  'what_clock-correct': 'Set the clock right',
  'how_clock-correct':
    'Set time and time service of the computer right. If the console still says that the clock jumped, or that it is behind the last audit entry, an approver or CA operator confirms that it is right now; that is on record.',
  'what_clock-signed': 'See what was signed meanwhile',
  'how_clock-signed':
    'Certificates, lists and votes carry the wrong time. The order in the audit log is right, the times are not. Note which have to be made again.',
  'what_clock-certificates': 'Look at certificates with wrong times',
  'how_clock-certificates':
    'One that begins too late is refused by partners until then; one whose time is shifted ends on the wrong day. Revoke with superseded what a partner cannot use, and issue anew.',
  'what_clock-requests': 'Prepare open requests again',
  'how_clock-requests':
    'Times are fixed when a request is prepared. Give up what was prepared meanwhile and prepare it anew. Votes that say that they were signed later than now do not count.',
  'what_clock-lists': 'Look at revocation lists',
  'how_clock-lists':
    'A list that is dated in the future may be refused by others, and no further list is signed until its time has come. Tell the partners; in an emergency they stop trusting the certificate themselves.',
  'what_clock-due': 'Carry out what has been waiting',
  'how_clock-due':
    'Ends of replaced certificates, lists and renewals may be late or have come too early. Look at the list before you carry it out.',
  'what_clock-tell': 'Tell whom it touches',
  'how_clock-tell':
    'Partners whose certificates have wrong times, and whoever relies on times of the audit log: since when, until when, by how much.',
  'what_clock-checkpoint': 'Sign a checkpoint',
  'how_clock-checkpoint':
    'With the right time: it shows where the log stood when the clock was right again. Keep it, and this run as a file, elsewhere.',
} as const satisfies Record<
  `guide_${GuideId}` | `when_${GuideId}` | `what_${GuideStepId}` | `how_${GuideStepId}`,
  string
>;
