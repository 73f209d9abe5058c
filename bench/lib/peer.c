/*
 * What a C program gets out of a PKCS#11 library (v2.40): the yardstick of the measurements beside this file.
 * Declares the few functions it calls by itself, so that it builds wherever there is a C compiler.
 *
 *   peer LIBRARY init LABEL                     first free slot, PINs as below
 *   peer LIBRARY make LABEL ec|rsa COUNT        key pairs in the token; one time for each
 *   peer LIBRARY sign LABEL ec|rsa KEYID MS     signatures one after the other for MS milliseconds
 *   peer LIBRARY list LABEL PASSES              all keys with the attributes that the console reads
 *
 * The PIN (and for init before it the SO PIN) is a line of standard input. Answers one line of JSON.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef unsigned long CK_ULONG;
typedef unsigned char CK_BYTE;
typedef CK_ULONG CK_RV;
typedef struct { CK_ULONG type; void *value; CK_ULONG length; } Attribute;
typedef struct { CK_ULONG mechanism; void *parameter; CK_ULONG length; } Mechanism;
typedef struct { void *create, *destroy, *lock, *unlock; CK_ULONG flags; void *reserved; } InitArgs;
typedef struct { CK_BYTE label[32], manufacturer[32], model[16], serial[16]; CK_ULONG flags, numbers[10]; CK_BYTE versions[4], time[16]; } TokenInfo;

enum { TOKEN_INITIALIZED = 0x400, RW = 2, SERIAL = 4, OS_LOCKING_OK = 2, USER = 1, SO = 0 };
enum { CKA_CLASS = 0, CKA_TOKEN = 1, CKA_PRIVATE = 2, CKA_LABEL = 3, CKA_KEY_TYPE = 0x100, CKA_ID = 0x102, CKA_SENSITIVE = 0x103,
  CKA_SIGN = 0x108, CKA_VERIFY = 0x10a, CKA_MODULUS = 0x120, CKA_MODULUS_BITS = 0x121, CKA_PUBLIC_EXPONENT = 0x122,
  CKA_EXTRACTABLE = 0x162, CKA_LOCAL = 0x163, CKA_NEVER_EXTRACTABLE = 0x164, CKA_ALWAYS_SENSITIVE = 0x165,
  CKA_EC_PARAMS = 0x180, CKA_EC_POINT = 0x181, CKA_ALWAYS_AUTHENTICATE = 0x202 };
enum { CKO_CERTIFICATE = 1, CKO_PUBLIC_KEY = 2, CKO_PRIVATE_KEY = 3 };
enum { CKM_RSA_PKCS_KEY_PAIR_GEN = 0, CKM_RSA_PKCS = 1, CKM_EC_KEY_PAIR_GEN = 0x1040, CKM_ECDSA = 0x1041 };

static CK_RV (*C_Initialize)(void *);
static CK_RV (*C_Finalize)(void *);
static CK_RV (*C_GetSlotList)(CK_BYTE, CK_ULONG *, CK_ULONG *);
static CK_RV (*C_GetTokenInfo)(CK_ULONG, TokenInfo *);
static CK_RV (*C_InitToken)(CK_ULONG, const char *, CK_ULONG, CK_BYTE *);
static CK_RV (*C_InitPIN)(CK_ULONG, const char *, CK_ULONG);
static CK_RV (*C_OpenSession)(CK_ULONG, CK_ULONG, void *, void *, CK_ULONG *);
static CK_RV (*C_CloseSession)(CK_ULONG);
static CK_RV (*C_Login)(CK_ULONG, CK_ULONG, const char *, CK_ULONG);
static CK_RV (*C_Logout)(CK_ULONG);
static CK_RV (*C_GenerateKeyPair)(CK_ULONG, Mechanism *, Attribute *, CK_ULONG, Attribute *, CK_ULONG, CK_ULONG *, CK_ULONG *);
static CK_RV (*C_FindObjectsInit)(CK_ULONG, Attribute *, CK_ULONG);
static CK_RV (*C_FindObjects)(CK_ULONG, CK_ULONG *, CK_ULONG, CK_ULONG *);
static CK_RV (*C_FindObjectsFinal)(CK_ULONG);
static CK_RV (*C_GetAttributeValue)(CK_ULONG, CK_ULONG, Attribute *, CK_ULONG);
static CK_RV (*C_SignInit)(CK_ULONG, Mechanism *, CK_ULONG);
static CK_RV (*C_Sign)(CK_ULONG, CK_BYTE *, CK_ULONG, CK_BYTE *, CK_ULONG *);

static CK_BYTE yes = 1, no = 0;
static char pin[256], so_pin[256];

static void give_up(const char *what, CK_RV rv) {
  fprintf(stderr, "%s: 0x%lx\n", what, rv);
  exit(1);
}
static void must(const char *what, CK_RV rv) { if (rv != 0) give_up(what, rv); }

static void load(const char *path) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) { fprintf(stderr, "%s\n", dlerror()); exit(1); }
#define FIND(name) if ((*(void **)&name = dlsym(library, #name)) == NULL) give_up(#name, 0)
  FIND(C_Initialize); FIND(C_Finalize); FIND(C_GetSlotList); FIND(C_GetTokenInfo); FIND(C_InitToken); FIND(C_InitPIN);
  FIND(C_OpenSession); FIND(C_CloseSession); FIND(C_Login); FIND(C_Logout); FIND(C_GenerateKeyPair); FIND(C_FindObjectsInit);
  FIND(C_FindObjects); FIND(C_FindObjectsFinal); FIND(C_GetAttributeValue); FIND(C_SignInit); FIND(C_Sign);
  InitArgs args = { 0 };
  args.flags = OS_LOCKING_OK;
  must("C_Initialize", C_Initialize(&args));
}

static void read_line(char *into) {
  if (fgets(into, 256, stdin) == NULL) give_up("PIN on standard input", 0);
  into[strcspn(into, "\n")] = 0;
}

static double read_ms(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}
static double now_ms(void) { return read_ms(CLOCK_MONOTONIC); }

static void padded(CK_BYTE *label, const char *text) {
  memset(label, ' ', 32);
  memcpy(label, text, strlen(text) > 32 ? 32 : strlen(text));
}

/* Slot of the token with this label, or of the first token that is not initialised. */
static CK_ULONG slot_of(const char *label) {
  CK_ULONG slots[64], count = 64;
  must("C_GetSlotList", C_GetSlotList(1, slots, &count));
  CK_BYTE wanted[32];
  if (label != NULL) padded(wanted, label);
  for (CK_ULONG i = 0; i < count; i++) {
    TokenInfo info;
    if (C_GetTokenInfo(slots[i], &info) != 0) continue;
    int fits = label == NULL ? (info.flags & TOKEN_INITIALIZED) == 0 : memcmp(info.label, wanted, 32) == 0;
    if (fits) return slots[i];
  }
  give_up("no such token", 0);
  return 0;
}

static CK_ULONG signed_in(const char *label, CK_ULONG flags) {
  CK_ULONG session;
  must("C_OpenSession", C_OpenSession(slot_of(label), SERIAL | flags, NULL, NULL, &session));
  must("C_Login", C_Login(session, USER, pin, strlen(pin)));
  return session;
}

static void init(const char *label) {
  CK_BYTE text[32];
  padded(text, label);
  must("C_InitToken", C_InitToken(slot_of(NULL), so_pin, strlen(so_pin), text));
  CK_ULONG session;
  must("C_OpenSession", C_OpenSession(slot_of(label), SERIAL | RW, NULL, NULL, &session));
  must("C_Login", C_Login(session, SO, so_pin, strlen(so_pin)));
  must("C_InitPIN", C_InitPIN(session, pin, strlen(pin)));
  must("C_Logout", C_Logout(session));
  printf("{}\n");
}

/* Random, so that keys of several runs in one token stay apart. */
static void new_id(CK_BYTE id[20]) {
  static FILE *random = NULL;
  if (random == NULL) random = fopen("/dev/urandom", "r");
  if (random == NULL || fread(id, 1, 20, random) != 20) give_up("/dev/urandom", 0);
}

static void make(const char *label, int is_ec, long count) {
  CK_ULONG session = signed_in(label, RW);
  CK_BYTE p256[] = { 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07 };
  CK_BYTE exponent[] = { 1, 0, 1 }, id[20];
  CK_ULONG bits = 3072;
  char name[64];
  printf("{\"ms\":[");
  for (long i = 0; i < count; i++) {
    new_id(id);
    int length = snprintf(name, sizeof name, "bench %02x%02x%02x%02x", id[0], id[1], id[2], id[3]);
    Attribute public_half[] = {
      { CKA_TOKEN, &yes, 1 }, { CKA_PRIVATE, &no, 1 }, { CKA_VERIFY, &yes, 1 }, { CKA_LABEL, name, length }, { CKA_ID, id, 20 },
      { is_ec ? CKA_EC_PARAMS : CKA_MODULUS_BITS, is_ec ? (void *)p256 : (void *)&bits, is_ec ? sizeof p256 : sizeof bits },
      { CKA_PUBLIC_EXPONENT, exponent, 3 } };
    Attribute private_half[] = {
      { CKA_TOKEN, &yes, 1 }, { CKA_PRIVATE, &yes, 1 }, { CKA_SENSITIVE, &yes, 1 }, { CKA_EXTRACTABLE, &no, 1 },
      { CKA_SIGN, &yes, 1 }, { CKA_LABEL, name, length }, { CKA_ID, id, 20 } };
    Mechanism mechanism = { is_ec ? CKM_EC_KEY_PAIR_GEN : CKM_RSA_PKCS_KEY_PAIR_GEN, NULL, 0 };
    CK_ULONG public_key, private_key;
    double began = now_ms();
    must("C_GenerateKeyPair", C_GenerateKeyPair(session, &mechanism, public_half, is_ec ? 6 : 7, private_half, 7, &public_key, &private_key));
    printf("%s%.3f", i == 0 ? "" : ",", now_ms() - began);
  }
  printf("]}\n");
}

/* Hashes are not made here: 32 bytes that change stand for one, which flatters this loop by half a microsecond. */
static void sign(const char *label, int is_ec, const char *key_id, double ms) {
  CK_ULONG session = signed_in(label, 0), class = CKO_PRIVATE_KEY, key = 0, found = 0;
  CK_BYTE id[64];
  size_t bytes = strlen(key_id) / 2;
  for (size_t i = 0; i < bytes && i < sizeof id; i++) { unsigned value; sscanf(key_id + 2 * i, "%2x", &value); id[i] = value; }
  Attribute wanted[] = { { CKA_CLASS, &class, sizeof class }, { CKA_ID, id, bytes } };
  must("C_FindObjectsInit", C_FindObjectsInit(session, wanted, 2));
  must("C_FindObjects", C_FindObjects(session, &key, 1, &found));
  must("C_FindObjectsFinal", C_FindObjectsFinal(session));
  if (found != 1) give_up("no such key", found);
  static const CK_BYTE digest_info[] = { 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20 };
  CK_BYTE input[sizeof digest_info + 32], signature[512];
  CK_ULONG head = is_ec ? 0 : sizeof digest_info;
  memcpy(input, digest_info, head);
  memset(input + head, 0x5a, 32);
  Mechanism mechanism = { is_ec ? CKM_ECDSA : CKM_RSA_PKCS, NULL, 0 };
  unsigned long count = 0;
  double began = now_ms(), spent = 0;
  while (spent < ms) {
    CK_ULONG length = sizeof signature;
    memcpy(input + head, &count, sizeof count);
    must("C_SignInit", C_SignInit(session, &mechanism, key));
    must("C_Sign", C_Sign(session, input, head + 32, signature, &length));
    count++;
    spent = now_ms() - began;
  }
  printf("{\"count\":%lu,\"ms\":%.3f}\n", count, spent);
}

enum { MOST = 200000, ROOM = 1024 };
static CK_ULONG handles[MOST];
static CK_BYTE room[12][ROOM];

static CK_ULONG find_all(CK_ULONG session, CK_ULONG class) {
  Attribute wanted = { CKA_CLASS, &class, sizeof class };
  CK_ULONG total = 0, found;
  must("C_FindObjectsInit", C_FindObjectsInit(session, &wanted, 1));
  do {
    must("C_FindObjects", C_FindObjects(session, handles + total, MOST - total < 1000 ? MOST - total : 1000, &found));
    total += found;
  } while (found > 0 && total < MOST);
  must("C_FindObjectsFinal", C_FindObjectsFinal(session));
  return total;
}

/* One call with room enough, or one for the sizes and one for the values, as bindings for other languages do it. */
static CK_ULONG read_all(CK_ULONG session, CK_ULONG class, const CK_ULONG *types, CK_ULONG count, int sizes_first) {
  CK_ULONG total = find_all(session, class), good = 0;
  for (CK_ULONG i = 0; i < total; i++) {
    Attribute values[12];
    for (CK_ULONG k = 0; k < count; k++) values[k] = (Attribute){ types[k], sizes_first ? NULL : room[k], ROOM };
    if (sizes_first) {
      if (C_GetAttributeValue(session, handles[i], values, count) != 0) continue;
      for (CK_ULONG k = 0; k < count; k++) values[k].value = room[k];
    }
    if (C_GetAttributeValue(session, handles[i], values, count) == 0) good++;
  }
  return good;
}

static void list(const char *label, long passes) {
  static const CK_ULONG private_half[] = { CKA_ID, CKA_LABEL, CKA_KEY_TYPE, CKA_SIGN, CKA_SENSITIVE, CKA_EXTRACTABLE,
    CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE, CKA_LOCAL, CKA_ALWAYS_AUTHENTICATE };
  static const CK_ULONG public_half[] = { CKA_ID, CKA_LABEL, CKA_KEY_TYPE, CKA_EC_PARAMS, CKA_EC_POINT };
  static const CK_ULONG certificate[] = { CKA_ID };
  CK_ULONG session = signed_in(label, 0), keys = 0;
  printf("{");
  for (int sizes_first = 0; sizes_first < 2; sizes_first++) {
    printf("\"%s\":[", sizes_first ? "sizesFirstMs" : "ms");
    for (long pass = 0; pass < passes; pass++) {
      double began = now_ms();
      read_all(session, CKO_PUBLIC_KEY, public_half, 5, sizes_first);
      keys = read_all(session, CKO_PRIVATE_KEY, private_half, 10, sizes_first);
      read_all(session, CKO_CERTIFICATE, certificate, 1, sizes_first);
      printf("%s%.3f", pass == 0 ? "" : ",", now_ms() - began);
    }
    printf("],");
  }
  double cpu = read_ms(CLOCK_PROCESS_CPUTIME_ID);
  read_all(session, CKO_PUBLIC_KEY, public_half, 5, 0);
  read_all(session, CKO_PRIVATE_KEY, private_half, 10, 0);
  read_all(session, CKO_CERTIFICATE, certificate, 1, 0);
  printf("\"cpuMs\":%.3f,\"keys\":%lu}\n", read_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu, keys);
}

int main(int count, char **args) {
  if (count < 4) give_up("see the top of this file", 0);
  const char *mode = args[2], *label = args[3];
  if (strcmp(mode, "init") == 0) read_line(so_pin);
  read_line(pin);
  load(args[1]);
  int is_ec = count > 4 && strcmp(args[4], "ec") == 0;
  if (strcmp(mode, "init") == 0) init(label);
  else if (strcmp(mode, "make") == 0 && count == 6) make(label, is_ec, atol(args[5]));
  else if (strcmp(mode, "sign") == 0 && count == 7) sign(label, is_ec, args[5], atof(args[6]));
  else if (strcmp(mode, "list") == 0 && count == 5) list(label, atol(args[4]));
  else give_up("see the top of this file", 0);
  C_Finalize(NULL);
  return 0;
}
