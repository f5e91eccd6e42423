/**
 * What a caller needs the right to, route by route.
 *
 * <p>Floor: above {@code http}, below all handlers. Thread: any; nothing waits.
 */
package io.millrace.gateway.rights;
