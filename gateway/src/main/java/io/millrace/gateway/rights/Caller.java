package io.millrace.gateway.rights;

/**
 * Somebody who was let in. What is done for him outlives his request.
 *
 * @param name that of a user, without {@code User:}
 * @param host the text of the address that he came from
 */
public record Caller(String name, String host) {}
