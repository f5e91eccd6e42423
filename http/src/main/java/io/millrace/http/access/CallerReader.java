package io.millrace.http.access;

/**
 * Makes of a line of the accounts what a server knows of somebody.
 *
 * @param <C> what it knows: his name, or his roles too
 */
@FunctionalInterface
public interface CallerReader<C> {
    /** Knows names alone: for a server that asks others what somebody may do. */
    CallerReader<String> NAMES = (name, roles) -> name;

    /** Fails with an {@link IllegalArgumentException} for people when the roles are none of this server. */
    C caller(String name, String roles);
}
