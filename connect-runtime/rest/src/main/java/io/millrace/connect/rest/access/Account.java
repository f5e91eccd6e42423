package io.millrace.connect.rest.access;

import java.util.Optional;

/** Somebody who is known; without a password he is known by his certificate alone. */
record Account(Caller caller, Optional<PasswordHash> password) {}
