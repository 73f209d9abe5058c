/* Verifies chains with libcrypto, one a line, so that a thousand take a second. Fields, parted by tabs: seconds since
 * 1970, purpose number, 1 for CRLs of all certificates or 0, leaf, intermediates, anchors, CRLs; all DER in hex, lists
 * parted by commas. Answers one line each: the verifier's error number and its words; 0 is accepted.
 */
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int nibble(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

static long bytes_of(char *hex) {
  size_t length = strlen(hex) / 2;
  for (size_t i = 0; i < length; i++) hex[i] = (char)(nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]));
  return (long)length;
}

static X509 *certificate_of(char *hex) {
  long length = bytes_of(hex);
  const unsigned char *at = (const unsigned char *)hex;
  return d2i_X509(NULL, &at, length);
}

static X509_CRL *crl_of(char *hex) {
  long length = bytes_of(hex);
  const unsigned char *at = (const unsigned char *)hex;
  return d2i_X509_CRL(NULL, &at, length);
}

static int verify(char **field, int *error) {
  X509 *leaf = certificate_of(field[3]);
  STACK_OF(X509) *between = sk_X509_new_null();
  STACK_OF(X509_CRL) *crls = sk_X509_CRL_new_null();
  X509_STORE *store = X509_STORE_new();
  X509_STORE_CTX *context = X509_STORE_CTX_new();
  int is_read = leaf != NULL, answer = -1;
  for (char *hex; (hex = strsep(&field[4], ",")) != NULL;) {
    X509 *one = *hex ? certificate_of(hex) : NULL;
    if (one) sk_X509_push(between, one); else is_read &= !*hex;
  }
  for (char *hex; (hex = strsep(&field[5], ",")) != NULL;) {
    X509 *one = *hex ? certificate_of(hex) : NULL;
    if (one) X509_STORE_add_cert(store, one); else is_read &= !*hex;
    X509_free(one);
  }
  for (char *hex; (hex = strsep(&field[6], ",")) != NULL;) {
    X509_CRL *one = *hex ? crl_of(hex) : NULL;
    if (one) sk_X509_CRL_push(crls, one); else is_read &= !*hex;
  }
  if (is_read && X509_STORE_CTX_init(context, store, leaf, between)) {
    X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(context);
    unsigned long flags = X509_V_FLAG_X509_STRICT | X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_POLICY_CHECK;
    if (field[2][0] == '1') flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL | X509_V_FLAG_EXTENDED_CRL_SUPPORT;
    X509_VERIFY_PARAM_set_flags(param, flags);
    X509_VERIFY_PARAM_set_time(param, atol(field[0]));
    X509_VERIFY_PARAM_set_purpose(param, atoi(field[1]));
    /* Without this, OpenSSL takes the set of acceptable policies as empty, where RFC 5280 has any policy. */
    X509_VERIFY_PARAM_add0_policy(param, OBJ_nid2obj(NID_any_policy));
    X509_VERIFY_PARAM_set_auth_level(param, 2);
    X509_STORE_CTX_set0_crls(context, crls);
    answer = X509_verify_cert(context);
    *error = X509_STORE_CTX_get_error(context);
    if (answer != 1 && *error == 0) *error = X509_V_ERR_UNSPECIFIED;
  } else *error = -1;
  X509_STORE_CTX_free(context);
  X509_STORE_free(store);
  X509_free(leaf);
  sk_X509_pop_free(between, X509_free);
  sk_X509_CRL_pop_free(crls, X509_CRL_free);
  ERR_clear_error();
  return answer;
}

int main(void) {
  char *line = NULL;
  size_t size = 0;
  while (getline(&line, &size, stdin) > 0) {
    char *rest = line, *field[7];
    rest[strcspn(rest, "\n")] = 0;
    for (int i = 0; i < 7; i++) if ((field[i] = strsep(&rest, "\t")) == NULL) return 2;
    int error = -1;
    verify(field, &error);
    printf("%d\t%s\n", error, error < 0 ? "unreadable" : X509_verify_cert_error_string(error));
  }
  free(line);
  return 0;
}
