/*
 * A PKCS#11 module that forwards to a real one and fails on demand. For tests only.
 * OCPI_FAULT_MODULE names the real library, OCPI_FAULT_CONTROL a file that is read at every call, one word or name=value
 * a line:
 *   pinpad            CKF_PROTECTED_AUTHENTICATION_PATH on every token
 *   lock=N            N wrong user PINs lock the PIN; the count lives in CONTROL.tries and outlives the process
 *   expired           C_Login answers CKR_PIN_EXPIRED
 *   pulled            no token in any slot, CKR_DEVICE_REMOVED from every session
 *   pull=C_Xyz        pulled from the first call of that function on, in the middle of it
 *   hang=C_Xyz        never returns from that function
 *   crash=C_Xyz       SIGSEGV in that function
 *   fail=C_Xyz:N      that function returns N
 *   calls=FILE        appends the name of every function called
 *   garbage=KIND      signature | length | slots | mechanisms | objects | attributes | texts | weak | public
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CK_PTR *
#define CK_DEFINE_FUNCTION(returnType, name) returnType name
#define CK_DECLARE_FUNCTION(returnType, name) returnType name
#define CK_DECLARE_FUNCTION_POINTER(returnType, name) returnType(*name)
#define CK_CALLBACK_FUNCTION(returnType, name) returnType(*name)
#ifndef NULL_PTR
#define NULL_PTR 0
#endif
#include "pkcs11.h"

/* The product hands its token hosts an environment of its own, so a library for it has both built in. */
#ifndef FAULT_MODULE
#define FAULT_MODULE NULL
#endif
#ifndef FAULT_CONTROL
#define FAULT_CONTROL NULL
#endif

static const char *module_path(void) {
  const char *path = getenv("OCPI_FAULT_MODULE");
  return path ? path : FAULT_MODULE;
}

static const char *control_path(void) {
  const char *path = getenv("OCPI_FAULT_CONTROL");
  return path ? path : FAULT_CONTROL;
}

static CK_FUNCTION_LIST_PTR real;
static CK_FUNCTION_LIST faulty;

/* The value of a line of the control file; "" for a bare word, NULL when it is not there. */
static const char *control(const char *name) {
  static char line[512];
  const char *path = control_path();
  FILE *file = path ? fopen(path, "r") : NULL;
  size_t length = strlen(name);
  const char *found = NULL;
  if (!file) return NULL;
  while (!found && fgets(line, sizeof line, file)) {
    line[strcspn(line, "\r\n")] = 0;
    if (strncmp(line, name, length) == 0 && line[length] == 0) found = "";
    if (strncmp(line, name, length) == 0 && line[length] == '=') found = line + length + 1;
  }
  fclose(file);
  return found;
}

/* Set when the token went in the middle of a call, as `pull` asks; put back by a control file without that line. */
static int gone;

static int pulled(void) {
  if (gone && !control("pull")) gone = 0;
  return gone || control("pulled") != NULL;
}

static int garbage(const char *kind) {
  const char *value = control("garbage");
  return value && strcmp(value, kind) == 0;
}

static void tries_path(char *path, size_t size) {
  snprintf(path, size, "%s.tries", control_path());
}

static int tries_read(void) {
  char path[512];
  int count = 0;
  FILE *file;
  tries_path(path, sizeof path);
  file = fopen(path, "r");
  if (!file) return 0;
  if (fscanf(file, "%d", &count) != 1) count = 0;
  fclose(file);
  return count;
}

static void tries_write(int count) {
  char path[512];
  FILE *file;
  tries_path(path, sizeof path);
  file = fopen(path, "w");
  if (!file) return;
  fprintf(file, "%d", count);
  fclose(file);
}

/* What happens before any forwarding; CKR_OK to go on. */
static CK_RV before(const char *name, int in_session) {
  const char *value = control("calls");
  if (value && *value) {
    FILE *file = fopen(value, "a");
    if (file) {
      fprintf(file, "%s\n", name);
      fclose(file);
    }
  }
  value = control("hang");
  if (value && strcmp(value, name) == 0)
    for (;;) pause();
  value = control("pull");
  if (value && strcmp(value, name) == 0) gone = 1;
  value = control("crash");
  if (value && strcmp(value, name) == 0) *(volatile int *)0 = 1;
  value = control("fail");
  if (value && strncmp(value, name, strlen(name)) == 0 && value[strlen(name)] == ':') return strtoul(value + strlen(name) + 1, NULL, 10);
  if (in_session && pulled()) return CKR_DEVICE_REMOVED;
  return CKR_OK;
}

#define ENTER(name, in_session)                \
  do {                                         \
    CK_RV refused = before(#name, in_session); \
    if (refused != CKR_OK) return refused;     \
  } while (0)

#define FORWARD(name, in_session, parameters, arguments) \
  static CK_RV faulty_##name parameters {                \
    ENTER(name, in_session);                             \
    return real->name arguments;                         \
  }

FORWARD(C_Initialize, 0, (CK_VOID_PTR args), (args))
FORWARD(C_Finalize, 0, (CK_VOID_PTR reserved), (reserved))
FORWARD(C_OpenSession, 1, (CK_SLOT_ID slot, CK_FLAGS flags, CK_VOID_PTR app, CK_NOTIFY notify, CK_SESSION_HANDLE_PTR session),
        (slot, flags, app, notify, session))
FORWARD(C_CloseSession, 1, (CK_SESSION_HANDLE session), (session))
FORWARD(C_CloseAllSessions, 1, (CK_SLOT_ID slot), (slot))
FORWARD(C_Logout, 1, (CK_SESSION_HANDLE session), (session))
FORWARD(C_InitToken, 1, (CK_SLOT_ID slot, CK_UTF8CHAR_PTR pin, CK_ULONG length, CK_UTF8CHAR_PTR label), (slot, pin, length, label))
FORWARD(C_InitPIN, 1, (CK_SESSION_HANDLE session, CK_UTF8CHAR_PTR pin, CK_ULONG length), (session, pin, length))
FORWARD(C_SetPIN, 1,
        (CK_SESSION_HANDLE session, CK_UTF8CHAR_PTR old, CK_ULONG oldLength, CK_UTF8CHAR_PTR pin, CK_ULONG length),
        (session, old, oldLength, pin, length))
FORWARD(C_FindObjectsInit, 1, (CK_SESSION_HANDLE session, CK_ATTRIBUTE_PTR template, CK_ULONG count), (session, template, count))
FORWARD(C_FindObjectsFinal, 1, (CK_SESSION_HANDLE session), (session))
FORWARD(C_SetAttributeValue, 1, (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_PTR template, CK_ULONG count),
        (session, object, template, count))
FORWARD(C_DestroyObject, 1, (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object), (session, object))
FORWARD(C_GenerateKeyPair, 1,
        (CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_ATTRIBUTE_PTR publicTemplate, CK_ULONG publicCount,
         CK_ATTRIBUTE_PTR privateTemplate, CK_ULONG privateCount, CK_OBJECT_HANDLE_PTR publicKey, CK_OBJECT_HANDLE_PTR privateKey),
        (session, mechanism, publicTemplate, publicCount, privateTemplate, privateCount, publicKey, privateKey))
FORWARD(C_SignInit, 1, (CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE key), (session, mechanism, key))

static CK_RV faulty_C_GetSlotList(CK_BBOOL present, CK_SLOT_ID_PTR list, CK_ULONG_PTR count) {
  ENTER(C_GetSlotList, 0);
  if (garbage("slots")) {
    CK_ULONG i;
    if (list)
      for (i = 0; i < *count; i++) list[i] = i;
    *count = 100000;
    return CKR_OK;
  }
  return real->C_GetSlotList(present, list, count);
}

static CK_RV faulty_C_GetSlotInfo(CK_SLOT_ID slot, CK_SLOT_INFO_PTR info) {
  CK_RV rv;
  ENTER(C_GetSlotInfo, 0);
  rv = real->C_GetSlotInfo(slot, info);
  if (pulled()) info->flags &= ~(CK_FLAGS)CKF_TOKEN_PRESENT;
  if (garbage("texts")) memset(info->slotDescription, 0xff, sizeof info->slotDescription);
  return rv;
}

static CK_RV faulty_C_GetTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO_PTR info) {
  CK_RV rv;
  const char *lock;
  ENTER(C_GetTokenInfo, 0);
  if (pulled()) return CKR_TOKEN_NOT_PRESENT;
  rv = real->C_GetTokenInfo(slot, info);
  if (control("pinpad")) info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
  if (garbage("texts")) {
    memset(info->label, 0xff, sizeof info->label);
    memset(info->serialNumber, 0x1b, sizeof info->serialNumber);
    info->ulMaxPinLen = info->ulMinPinLen = ~0UL;
  }
  lock = control("lock");
  if (lock) {
    int left = atoi(lock) - tries_read();
    info->flags &= ~(CK_FLAGS)(CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED);
    if (left < atoi(lock)) info->flags |= CKF_USER_PIN_COUNT_LOW;
    if (left == 1) info->flags |= CKF_USER_PIN_FINAL_TRY;
    if (left <= 0) info->flags |= CKF_USER_PIN_LOCKED;
  }
  return rv;
}

static CK_RV faulty_C_GetMechanismList(CK_SLOT_ID slot, CK_MECHANISM_TYPE_PTR list, CK_ULONG_PTR count) {
  ENTER(C_GetMechanismList, 0);
  if (garbage("mechanisms")) {
    if (list) memset(list, 0x41, *count * sizeof *list);
    *count = 100000;
    return CKR_OK;
  }
  return real->C_GetMechanismList(slot, list, count);
}

static CK_RV faulty_C_Login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin, CK_ULONG length) {
  const char *lock;
  CK_RV rv;
  ENTER(C_Login, 1);
  if (control("expired")) return CKR_PIN_EXPIRED;
  lock = control("lock");
  if (lock && user != CKU_SO && tries_read() >= atoi(lock)) return CKR_PIN_LOCKED;
  rv = real->C_Login(session, user, pin, length);
  if (lock && user != CKU_SO) {
    if (rv == CKR_OK) tries_write(0);
    if (rv == CKR_PIN_INCORRECT) {
      tries_write(tries_read() + 1);
      if (tries_read() >= atoi(lock)) return CKR_PIN_LOCKED;
    }
  }
  return rv;
}

static CK_RV faulty_C_FindObjects(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE_PTR objects, CK_ULONG max, CK_ULONG_PTR count) {
  ENTER(C_FindObjects, 1);
  if (garbage("objects")) {
    memset(objects, 0x17, max * sizeof *objects);
    *count = max;
    return CKR_OK;
  }
  return real->C_FindObjects(session, objects, max, count);
}

static CK_RV faulty_C_GetAttributeValue(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_PTR template, CK_ULONG count) {
  CK_RV rv;
  CK_ULONG i;
  ENTER(C_GetAttributeValue, 1);
  rv = real->C_GetAttributeValue(session, object, template, count);
  for (i = 0; rv == CKR_OK && i < count; i++) {
    unsigned char *value = template[i].pValue;
    if (!value || template[i].ulValueLen == 0) continue;
    if (garbage("attributes")) memset(value, 0xa5, template[i].ulValueLen);
    if (garbage("weak") && template[i].type == CKA_EXTRACTABLE) *value = 1;
    if (garbage("public") && template[i].type == CKA_EC_POINT) value[template[i].ulValueLen - 1] ^= 1;
  }
  return rv;
}

static CK_RV faulty_C_Sign(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG length, CK_BYTE_PTR signature, CK_ULONG_PTR signatureLength) {
  CK_RV rv;
  ENTER(C_Sign, 1);
  rv = real->C_Sign(session, data, length, signature, signatureLength);
  if (rv == CKR_OK && signature && garbage("signature")) signature[*signatureLength / 2] ^= 1;
  if (rv == CKR_OK && garbage("length")) *signatureLength = 70000;
  return rv;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
  if (!real) {
    const char *path = module_path();
    void *library = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    CK_C_GetFunctionList get = library ? (CK_C_GetFunctionList)dlsym(library, "C_GetFunctionList") : NULL;
    if (!get || get(&real) != CKR_OK) return CKR_GENERAL_ERROR;
    faulty = *real;
    faulty.C_GetFunctionList = C_GetFunctionList;
#define USE(name) faulty.name = faulty_##name
    USE(C_Initialize);
    USE(C_Finalize);
    USE(C_GetSlotList);
    USE(C_GetSlotInfo);
    USE(C_GetTokenInfo);
    USE(C_GetMechanismList);
    USE(C_OpenSession);
    USE(C_CloseSession);
    USE(C_CloseAllSessions);
    USE(C_Login);
    USE(C_Logout);
    USE(C_InitToken);
    USE(C_InitPIN);
    USE(C_SetPIN);
    USE(C_FindObjectsInit);
    USE(C_FindObjects);
    USE(C_FindObjectsFinal);
    USE(C_GetAttributeValue);
    USE(C_SetAttributeValue);
    USE(C_DestroyObject);
    USE(C_GenerateKeyPair);
    USE(C_SignInit);
    USE(C_Sign);
  }
  *list = &faulty;
  return CKR_OK;
}
