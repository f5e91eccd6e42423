package io.millrace.broker.network;

/** One accepted connection, as whoever receives its requests sees it. */
public final class Connection {

    private final ResponseSequencer sequencer;

    Connection(ResponseSequencer sequencer) {
        this.sequencer = sequencer;
    }

    /** The other end. */
    public Peer peer() {
        return sequencer.peer();
    }

    /** The loop on which the connection lives. */
    public NetworkLoop loop() {
        return sequencer.loop();
    }

    /** Ends the connection, from any thread, and writes one log line with the reason. */
    public void close(String reason) {
        sequencer.fail(reason);
    }
}
