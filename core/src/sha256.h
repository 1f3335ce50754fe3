/* SHA-256 (FIPS 180-4). */
#ifndef COMMUNIQUE_SHA256_H
#define COMMUNIQUE_SHA256_H

#include <stddef.h>

/* Write the hash of `size` bytes as 64 hexadecimal digits. */
void sha256_hex(const unsigned char *data, size_t size, char *out);

#endif
