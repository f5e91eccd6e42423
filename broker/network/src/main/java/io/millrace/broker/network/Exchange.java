package io.millrace.broker.network;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request and the duty to answer it. Legal moves: open, then exactly one of answered, answered with nothing, failed.
 * Completing twice is ignored, so that a late answer cannot disturb a connection.
 */
public final class Exchange {

    private final ResponseSequencer sequencer;
    private final int frameBytes;
    private final ByteBuffer request;
    private final AtomicBoolean requestReleased = new AtomicBoolean();
    private final AtomicBoolean completed = new AtomicBoolean();
    private final AtomicBoolean memoryReturned = new AtomicBoolean();
    private final ByteBuf frame;

    /** Written by whoever completes; reaches the loop through the sequencer. */
    private List<ResponsePart> brought;

    /** Written and read on the connection's loop only. */
    private List<ResponsePart> answer;

    /** Set before the exchange is completed. */
    private volatile String lastReason;

    private volatile long muteMs;

    /** Set and run on the connection's loop only. */
    private Runnable onDisconnect = () -> {};

    Exchange(ResponseSequencer sequencer, ByteBuf frame) {
        this.sequencer = sequencer;
        this.frame = frame;
        this.frameBytes = frame.readableBytes();
        this.request = frame.nioBuffer();
    }

    /** The frame after its length field; valid until the exchange is completed or {@link #releaseRequest()}. */
    public ByteBuffer request() {
        return request;
    }

    /** Who sent it, for log lines and for the group coordinator: address and port. */
    public Peer peer() {
        return sequencer.peer();
    }

    /** The loop of the connection. */
    public NetworkLoop loop() {
        return sequencer.loop();
    }

    /** On the loop of the connection: runs the task there if the connection ends before the answer. One at most. */
    public void onDisconnect(Runnable task) {
        onDisconnect = task;
    }

    /** Lets go of the frame's memory before the answer is known; {@link #request()} must not be read any more. */
    public void releaseRequest() {
        if (requestReleased.compareAndSet(false, true)) {
            frame.release();
        }
    }

    /** Answers with these parts, the first of which begins with the response header; the length field is added here. */
    public void respond(List<ResponsePart> parts) {
        if (completed.compareAndSet(false, true)) {
            releaseRequest();
            sequencer.complete(this, parts);
        } else {
            parts.forEach(ResponsePart::release);
        }
    }

    /** As {@link #respond}, and closes the connection when the response has left. */
    public void respondLast(List<ResponsePart> parts, String reason) {
        lastReason = reason;
        respond(parts);
    }

    /**
     * Before the exchange is completed: for how long the connection is not read from after the answer has left, so that a
     * client that has used too much waits whether it wants to or not (KIP-219).
     */
    public void muteMs(long milliseconds) {
        this.muteMs = milliseconds;
    }

    long muteMs() {
        return muteMs;
    }

    /** Ends the exchange without a response, as acks=0 asks for. */
    public void respondNothing() {
        respond(List.of());
    }

    /** Closes the connection, without a reply, and writes one log line. */
    public void fail(String reason) {
        if (completed.compareAndSet(false, true)) {
            releaseRequest();
            returnMemory();
            sequencer.fail(reason);
        }
    }

    /** Once the exchange is over; again does nothing. */
    void returnMemory() {
        if (memoryReturned.compareAndSet(false, true)) {
            sequencer.memory().giveBack(frameBytes);
        }
    }

    void disconnected() {
        if (!completed.get()) {
            onDisconnect.run();
        }
    }

    int frameBytes() {
        return frameBytes;
    }

    /** Why the connection ends with this answer, or null. */
    String lastReason() {
        return lastReason;
    }

    List<ResponsePart> answer() {
        return answer;
    }

    void bring(List<ResponsePart> parts) {
        this.brought = parts;
    }

    /** On the loop: what was brought waits for its turn. */
    void inOrder() {
        answer = brought;
    }

    /** Lets go of what was brought to a connection that is no more. */
    void discardAnswer() {
        brought.forEach(ResponsePart::release);
        returnMemory();
    }
}
