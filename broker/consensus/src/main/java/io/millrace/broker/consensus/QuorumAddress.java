package io.millrace.broker.consensus;

/**
 * Where the quorum port of this node is bound.
 *
 * @param port {@link #NO_PORT} opens none, which only a lone voter can do: others must be found
 */
public record QuorumAddress(String host, int port) {
    public static final int NO_PORT = 0;

    /** The quorum trusts its peers, so nobody else can reach it unless somebody says so. */
    public static final QuorumAddress LOOPBACK = new QuorumAddress("127.0.0.1", NO_PORT);
}
