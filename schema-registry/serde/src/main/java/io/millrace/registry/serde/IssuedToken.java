package io.millrace.registry.serde;

import java.time.Duration;

/**
 * A token as an issuer gave it.
 *
 * @param lifetime for how long it lets in, from when it was asked for
 */
record IssuedToken(String text, Duration lifetime) {}
