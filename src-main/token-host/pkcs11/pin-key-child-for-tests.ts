import pkcs11 from 'pkcs11js';

/**
 * Makes a pair of EC P-256 whose private key wants the PIN for each signature, as no call of ours does: with the SoftHSM of
 * SOFTHSM2_CONF, on its first token. Arguments: module, CKA_ID in hex; TEST_PIN has the PIN.
 */
const [path = '', keyId = ''] = process.argv.slice(2);
const pin = process.env['TEST_PIN'] ?? '';
const id = Buffer.from(keyId, 'hex');
const p256 = Buffer.from('06082a8648ce3d030107', 'hex');

const module = new pkcs11.PKCS11();
module.load(path);
module.C_Initialize();
const [slot] = module.C_GetSlotList(true);
if (slot === undefined) throw new Error('no token');
const session = module.C_OpenSession(slot, pkcs11.CKF_SERIAL_SESSION | pkcs11.CKF_RW_SESSION);
module.C_Login(session, pkcs11.CKU_USER, pin);
module.C_GenerateKeyPair(
  session,
  { mechanism: pkcs11.CKM_EC_KEY_PAIR_GEN },
  [
    { type: pkcs11.CKA_TOKEN, value: true },
    { type: pkcs11.CKA_ID, value: id },
    { type: pkcs11.CKA_LABEL, value: 'signs with a PIN each' },
    { type: pkcs11.CKA_VERIFY, value: true },
    { type: pkcs11.CKA_EC_PARAMS, value: p256 },
  ],
  [
    { type: pkcs11.CKA_TOKEN, value: true },
    { type: pkcs11.CKA_PRIVATE, value: true },
    { type: pkcs11.CKA_ID, value: id },
    { type: pkcs11.CKA_LABEL, value: 'signs with a PIN each' },
    { type: pkcs11.CKA_SIGN, value: true },
    { type: pkcs11.CKA_ALWAYS_AUTHENTICATE, value: true },
  ],
);
module.C_Finalize();
