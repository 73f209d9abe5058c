/*
 * OpenSSL's own parse-and-verify loop over certification requests, for csrs.mjs.
 *   csr-peer FILE PASSES
 * FILE: each request as four octets of length, most significant first, and its DER. Prints JSON.
 */
#include <openssl/crypto.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds(clockid_t clock) {
  struct timespec at;
  clock_gettime(clock, &at);
  return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static unsigned char *whole(const char *path, long *length) {
  FILE *file = fopen(path, "rb");
  if (file == NULL || fseek(file, 0, SEEK_END) != 0) return NULL;
  *length = ftell(file);
  rewind(file);
  unsigned char *bytes = malloc((size_t)*length + 1);
  if (bytes != NULL && fread(bytes, 1, (size_t)*length, file) != (size_t)*length) bytes = NULL;
  fclose(file);
  return bytes;
}

/* 1 when it parses and its signature holds. */
static int check(const unsigned char *der, long length) {
  X509_REQ *request = d2i_X509_REQ(NULL, &der, length);
  if (request == NULL) return 0;
  EVP_PKEY *key = X509_REQ_get0_pubkey(request);
  int holds = key != NULL && X509_REQ_verify(request, key) == 1;
  X509_REQ_free(request);
  return holds;
}

int main(int count, char **words) {
  if (count != 3) return 2;
  long length = 0;
  unsigned char *bytes = whole(words[1], &length);
  if (bytes == NULL) return 1;
  long requests = 0, held = 0;
  double began = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
  for (int pass = atoi(words[2]); pass > 0; pass--) {
    for (long at = 0; at + 4 <= length;) {
      long size = ((long)bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
      if (at + 4 + size > length) return 1;
      requests += 1;
      held += check(bytes + at + 4, size);
      at += 4 + size;
    }
  }
  printf("{\"version\":\"%s\",\"count\":%ld,\"held\":%ld,\"ms\":%.3f,\"cpuMs\":%.3f}\n", OpenSSL_version(OPENSSL_VERSION_STRING),
         requests, held, (seconds(CLOCK_MONOTONIC) - began) * 1000, (seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) * 1000);
  free(bytes);
  return 0;
}
