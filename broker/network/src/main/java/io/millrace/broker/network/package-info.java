/**
 * Frames, ordered responses and zero-copy writes: the only home of Netty in the broker.
 *
 * <p>Floor 3. A connection lives on one {@link io.millrace.broker.network.NetworkLoop}; requests leave this package as
 * {@link java.nio.ByteBuffer} inside an {@link io.millrace.broker.network.Exchange}, responses come back as
 * {@link io.millrace.broker.network.ResponsePart}s from any thread.
 */
package io.millrace.broker.network;
