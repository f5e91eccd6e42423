package io.millrace.broker.consensus;

/**
 * Where the quorum port of this node is bound.
 *
 * @param port 0 picks a free one, which only a lone voter can do: others must find the port again
 */
public record QuorumAddress(String host, int port) {
    /** The quorum trusts its peers, so nobody else can reach it unless somebody says so. */
    public static final QuorumAddress LOOPBACK = new QuorumAddress("127.0.0.1", 0);
}
