/** Certificates, keys and lists of revoked certificates as text (RFC 7468): read leniently, checked, and written anew. Pure. */
@NullMarked
package io.tenbin.pem;

import org.jspecify.annotations.NullMarked;
