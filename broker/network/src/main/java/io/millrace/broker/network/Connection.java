package io.millrace.broker.network;

import java.util.Optional;
import javax.net.ssl.SSLSession;

/** One accepted connection, as whoever receives its requests sees it. */
public final class Connection {

    private final ResponseSequencer sequencer;
    private final Admission admission;

    Connection(ResponseSequencer sequencer, Admission admission) {
        this.sequencer = sequencer;
        this.admission = admission;
    }

    /** The other end. */
    public Peer peer() {
        return sequencer.peer();
    }

    /** The loop on which the connection lives. */
    public NetworkLoop loop() {
        return sequencer.loop();
    }

    /** What the TLS handshake agreed on; it is over when the first request is here. On the loop. */
    public Optional<SSLSession> tlsSession() {
        return sequencer.tlsSession();
    }

    /** The client has said who it is: from now on it may send what the listener allows. On the loop. */
    public void admit() {
        admission.grant();
    }

    /** Ends the connection, from any thread, and writes one log line with the reason. */
    public void close(String reason) {
        sequencer.fail(reason);
    }
}
