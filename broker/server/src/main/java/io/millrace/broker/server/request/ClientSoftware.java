package io.millrace.broker.server.request;

/** What a client has said, on its connection, that it is (KIP-511). Used on the connection's loop alone. */
public final class ClientSoftware {

    private String name;
    private String version;

    public ClientSoftware() {}

    /** The client says so, with names that are well-formed. */
    public void tell(String softwareName, String softwareVersion) {
        this.name = softwareName;
        this.version = softwareVersion;
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
