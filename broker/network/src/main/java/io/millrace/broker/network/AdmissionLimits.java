package io.millrace.broker.network;

/**
 * Bounds on a client that has not said who it is.
 *
 * @param maxFrameBytes the longest frame that it may send
 * @param timeoutMs how long it may take until {@link Connection#admit()}
 */
public record AdmissionLimits(int maxFrameBytes, long timeoutMs) {}
