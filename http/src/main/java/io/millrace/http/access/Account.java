package io.millrace.http.access;

import java.util.Optional;

/** Somebody who is known; without a password he is known by his certificate alone. */
record Account<C>(String name, C caller, Optional<PasswordHash> password) {}
