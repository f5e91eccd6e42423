package io.millrace.broker.server.request;

/**
 * Bounds on fetches.
 *
 * @param maxBytes {@code fetch.max.bytes}: most that one fetch gets, whatever it asks
 * @param sessionSlots {@code max.incremental.fetch.session.cache.slots}: sessions that are kept at most
 */
public record FetchLimits(int maxBytes, int sessionSlots) {}
