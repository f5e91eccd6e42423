package io.millrace.broker.server.request;

/** What a client has said, on its connection, that it is (KIP-511). Used on the connection's loop alone. */
public final class ClientSoftware {

    /** What is longer is cut: the labels of metrics hold it for as long as the client is known. */
    static final int MAX_CHARS = 256;

    private String name;
    private String version;

    public ClientSoftware() {}

    /** The client says so, with names that are well-formed; of long ones the beginning is kept. */
    public void tell(String softwareName, String softwareVersion) {
        this.name = cut(softwareName);
        this.version = cut(softwareVersion);
    }

    private static String cut(String told) {
        return told.length() > MAX_CHARS ? told.substring(0, MAX_CHARS) : told;
    }

    /** Null until it is told. */
    public String name() {
        return name;
    }

    /** Null until it is told. */
    public String version() {
        return version;
    }
}
