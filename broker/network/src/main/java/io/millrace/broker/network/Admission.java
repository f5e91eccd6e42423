package io.millrace.broker.network;

/** Whether a connection may send whatever its listener allows, or only what a stranger may. On its loop only. */
final class Admission {

    private final int strangersFrameBytes;
    private boolean granted;
    private NetworkLoop.Timer deadline = () -> {};

    private Admission(int strangersFrameBytes, boolean granted) {
        this.strangersFrameBytes = strangersFrameBytes;
        this.granted = granted;
    }

    /** Of a listener that asks nobody who they are, or has asked in the TLS handshake. */
    static Admission granted() {
        return new Admission(0, true);
    }

    /** Of a listener whose clients must authenticate. */
    static Admission awaited(AdmissionLimits limits) {
        return new Admission(limits.maxFrameBytes(), false);
    }

    boolean isGranted() {
        return granted;
    }

    int strangersFrameBytes() {
        return strangersFrameBytes;
    }

    /** Who is not admitted when the time is up is sent away. */
    void until(NetworkLoop.Timer timer) {
        deadline = timer;
    }

    void grant() {
        granted = true;
        deadline.cancel();
    }

    void gone() {
        deadline.cancel();
    }
}
